export const EMBEDDING_DIMENSIONS = 384;

/** Turns texts into unit vectors of `EMBEDDING_DIMENSIONS` numbers; vectors of different models are never compared. */
export interface EmbeddingProvider {
  /** Names the space, with its version: `static-en-256-1.0.0:2`, `openai:text-embedding-3-small`, `workers-ai:@cf/…`. */
  readonly model: string;
  /** Computed in this process in microseconds: caching costs more than asking again. */
  readonly local?: boolean;
  /**
   * @returns one vector a text, in order; null for a text in which the model knows no token
   * @throws DomainError `unavailable`
   */
  embed(texts: string[], as: "query" | "document"): Promise<(number[] | null)[]>;
  /** What can be told of a need beyond its vector; left out by models that are far away. */
  hints?(): Promise<NeedHints>;
}

export interface NeedHints {
  /** The text with its slips of the pen put right. */
  correct(text: string): string;
  /** Slug of the one skill that a need's vector is clearly nearest to, or null. */
  meantSkill(need: readonly number[]): string | null;
}
