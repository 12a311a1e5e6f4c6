import { createContext, useContext } from "react";

/**
 * The nonce of this answer's Content-Security-Policy while the server renders; undefined in the browser, where the
 * attribute is hidden anyway.
 */
export const NonceContext = createContext<string | undefined>(undefined);

export const useNonce = () => useContext(NonceContext);
