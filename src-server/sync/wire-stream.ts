import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, crc32, createGzip, createZstdCompress } from 'node:zlib';
import { sealedText, type WireLine } from '../../src-shared/contract/sync-wire.ts';

/** Node's 16 KiB would make dozens of steps of one block. */
const OUTPUT_BYTES = 128 * 1024;

const hex = (sum: number): string => sum.toString(16).padStart(8, '0');

/** Text of a stream with the CRC-32 and row count of the open block, which its `commit` states. */
export class WireText {
  #crc = 0;
  #rows = 0;

  line(line: WireLine): Buffer {
    if (line.t === 'begin') this.#startBlock();
    return this.#counted(Buffer.from(`${JSON.stringify(line)}\n`));
  }

  /** Row lines, already joined by newlines. */
  rows(text: string, count: number): Buffer {
    this.#rows += count;
    return this.#counted(Buffer.from(`${text}\n`));
  }

  /** Rows in the text of COPY, each with its newline. */
  copied(bytes: Buffer, count: number): Buffer {
    this.#rows += count;
    return this.#counted(bytes);
  }

  /** Closes a block: CRC of every byte since `begin` or the last commit, whichever came later, and the rows among them. */
  commit(position: { to: number; cursor: string; resume?: string }): Buffer {
    const { to, ...rest } = position;
    const crc = hex(this.#crc);
    const seal = hex(crc32(sealedText(position)));
    const bytes = this.line({ t: 'commit', to, n: this.#rows, crc, ...rest, seal });
    this.#startBlock();
    return bytes;
  }

  #startBlock(): void {
    this.#crc = 0;
    this.#rows = 0;
  }

  #counted(bytes: Buffer): Buffer {
    this.#crc = crc32(bytes, this.#crc);
    return bytes;
  }
}

/**
 * Sends the pieces as NDJSON, compressed as the client can read it (zstd-1, else gzip-1, else plain). A piece is made
 * only when the socket has taken the one before: a stalled reader costs the server two pieces of memory.
 */
export async function sendWire(
  request: IncomingMessage,
  response: ServerResponse,
  { pieces, stalledAfterMs }: { pieces: AsyncGenerator<Buffer>; stalledAfterMs: number },
): Promise<void> {
  // Counts only while no byte moves in either direction: a slow reader is served, one who has stopped is let go.
  response.setTimeout(stalledAfterMs, () => response.destroy());
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const source = Readable.from(pieces, { objectMode: false });
  response.statusCode = 200;
  response.setHeader('content-type', 'application/x-ndjson; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('vary', 'accept-encoding');
  if (/\bzstd\b/.test(accepted)) {
    response.setHeader('content-encoding', 'zstd');
    const zstd = createZstdCompress({
      chunkSize: OUTPUT_BYTES,
      params: { [constants.ZSTD_c_compressionLevel]: 1 },
    });
    await pipeline(source, zstd, response);
  } else if (/\bgzip\b/.test(accepted)) {
    response.setHeader('content-encoding', 'gzip');
    await pipeline(source, createGzip({ level: 1 }), response);
  } else {
    await pipeline(source, response);
  }
}
