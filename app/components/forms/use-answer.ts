import { useActionData, useLocation } from "@remix-run/react";
import { useState } from "react";

/**
 * What this page's action answered without a redirect, until the next act or the next page. The router forgets it as
 * soon as the page is read anew, which a notification may ask for at any moment: a refusal would vanish under the eyes
 * of who reads it, and what it holds open would close over the words in it.
 */
export function useAnswer<Answer>() {
  const answer = useActionData<Answer>();
  const { key } = useLocation();
  const [kept, keep] = useState({ answer, key });
  if (answer !== undefined && (answer !== kept.answer || key !== kept.key)) keep({ answer, key });
  return answer ?? (key === kept.key ? kept.answer : undefined);
}
