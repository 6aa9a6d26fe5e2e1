import { photoBlocks, type PhotoBlocks } from './photo-blocks.ts';
import { pngBlocks } from './png-blocks.ts';

const COLUMNS = 9;
const ROWS = 8;

export interface PhotoLook {
  widthPx: number;
  heightPx: number;
  /** Sixteen hexadecimal digits, or null where the picture is too small to have a look. */
  phash64: string | null;
}

/**
 * Size and perceptual hash of a JPEG or PNG; null for anything else. The picture is averaged into eight rows of nine fields, and each
 * bit says whether a field is brighter than its neighbour on the left: saving it anew, smaller or without colour turns few bits.
 */
export function photoLook(content: Uint8Array): PhotoLook | null {
  const blocks = photoBlocks(content) ?? pngBlocks(content);
  if (blocks === null) return null;
  const isTooSmall = blocks.blocksWide < COLUMNS || blocks.blocksHigh < ROWS;
  return { widthPx: blocks.width, heightPx: blocks.height, phash64: isTooSmall ? null : hashOf(blocks) };
}

function hashOf(blocks: PhotoBlocks): string {
  let hash = 0n;
  for (let row = 0; row < ROWS; row += 1) {
    let left = meanOf(blocks, 0, row);
    for (let column = 1; column < COLUMNS; column += 1) {
      const mean = meanOf(blocks, column, row);
      hash = (hash << 1n) | (mean > left ? 1n : 0n);
      left = mean;
    }
  }
  return hash.toString(16).padStart(16, '0');
}

/** The mean brightness of one field; blocks beyond the edge of the picture are left out as far as they are whole ones. */
function meanOf({ width, height, blocksWide, brightness }: PhotoBlocks, column: number, row: number): number {
  const across = Math.max(COLUMNS, Math.ceil(width / 8));
  const down = Math.max(ROWS, Math.ceil(height / 8));
  const [fromX, toX] = [Math.floor((column * across) / COLUMNS), Math.floor(((column + 1) * across) / COLUMNS)];
  const [fromY, toY] = [Math.floor((row * down) / ROWS), Math.floor(((row + 1) * down) / ROWS)];
  let sum = 0;
  for (let y = fromY; y < toY; y += 1) {
    for (let x = fromX; x < toX; x += 1) sum += brightness[y * blocksWide + x] ?? 0;
  }
  return sum / ((toX - fromX) * (toY - fromY));
}
