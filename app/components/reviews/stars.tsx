const STARS = [1, 2, 3, 4, 5];
const path = "M10 1.8l2.6 5.3 5.8.8-4.2 4.1 1 5.8L10 15.1l-5.2 2.7 1-5.8L1.6 7.9l5.8-.8z";

/** Five small stars, so many of them full; to a screen reader, the same in words. */
export function Stars({ count }: { count: number }) {
  return (
    <span className="stars">
      <span className="sr-only">{count} of 5 stars</span>
      {STARS.map((star) => (
        <svg key={star} viewBox="0 0 20 20" aria-hidden="true" className={star <= count ? "full" : undefined}>
          <path d={path} />
        </svg>
      ))}
    </span>
  );
}
