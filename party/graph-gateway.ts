import { DurableObject } from "cloudflare:workers";

export class GraphGateway extends DurableObject<Env> {}
