import { memo } from 'react';
import type { Layer, Placed } from '../../../src-shared/domain/print/lay-out.ts';
import { MM_PER_POINT } from '../../../src-shared/domain/print/text-metrics.ts';

const ANCHORS = { left: 'start', center: 'middle', right: 'end' } as const;

/** The pieces of a page as the print document draws them; barcodes stand as their place only. */
export const PlacedPieces = memo(function PlacedPieces({ placed, layer }: { placed: readonly Placed[]; layer: Layer }) {
  return placed
    .filter((piece) => piece.layer === layer)
    .map((piece, index) => {
      if (piece.kind === 'line') {
        const { x1, y1, x2, y2, width } = piece;
        return <line key={index} {...{ x1, y1, x2, y2 }} strokeWidth={width} />;
      }
      if (piece.kind === 'bar') {
        return <rect key={index} className="bar" x={piece.x} y={piece.y} width={piece.w} height={piece.h} />;
      }
      return (
        <text
          key={index}
          className={piece.font}
          x={piece.x}
          y={piece.baseline}
          fontSize={piece.size * MM_PER_POINT}
          fontWeight={piece.bold ? 600 : 400}
          textAnchor={ANCHORS[piece.align]}
        >
          {piece.text}
        </text>
      );
    });
});
