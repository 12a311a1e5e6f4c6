import clsx from "clsx";
import { useLater } from "./button.tsx";

/** One bone of a skeleton; give it its shape by width and height classes. It does not move when motion is reduced. */
export function Bone({ className = "w-full" }: { className?: string }) {
  return <span className={clsx("bone", className)} />;
}

/** The shape of three results, shown after 200 ms, so that a quick answer shows nothing in between. */
export function ResultsSkeleton({ on }: { on: boolean }) {
  const shown = useLater(on, 200);
  if (!shown) return null;
  return (
    <ol className="results" aria-hidden="true">
      {["d1", "d2", "d1"].map((degree, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: three fixed shapes
        <li className="entry" key={place}>
          <div className={`way ${degree}`}>
            <span className="rail" />
            {degree === "d2" && (
              <span className="knot">
                <i />
              </span>
            )}
            <span className="mono bone" />
          </div>
          <div className="txt">
            <Bone className="h-8! w-[62%]" />
            <Bone className="w-4/5" />
            <Bone className="mt-4! h-5! w-[95%]" />
            <Bone className="h-5! w-[70%]" />
            <Bone className="mt-4! w-[56%]" />
            <Bone className="w-[64%]" />
            <Bone className="w-[48%]" />
          </div>
          <div className="act">
            <Bone className="w-24" />
            <Bone className="h-9! w-32" />
          </div>
        </li>
      ))}
    </ol>
  );
}
