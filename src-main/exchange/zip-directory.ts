import type { FileHandle } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { AppError } from '../../src-shared/errors.ts';

export interface ZipEntry {
  name: string;
  method: number;
  packedBytes: number;
  headerOffset: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
/** End record plus the longest comment a zip may have. */
const TAIL_BYTES = END_BYTES + 65_535;
/** A workbook has some dozens of parts. */
const MAX_ENTRIES = 5_000;
const UINT32 = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
const READ_BYTES = 256 * 1024;

function damaged(cause?: unknown): AppError {
  return new AppError('BAD_REQUEST', 'workbook-damaged', {}, cause);
}

/** The parts of a zip file by lower-case name with forward slashes; a name that comes twice makes the file damaged. */
export async function readZipDirectory(file: FileHandle): Promise<Map<string, ZipEntry>> {
  const { size } = await file.stat();
  const tail = await readBytes(file, Math.max(0, size - TAIL_BYTES), Math.min(size, TAIL_BYTES));
  const end = findEnd(tail);
  const count = tail.readUInt16LE(end + 10);
  const directoryBytes = tail.readUInt32LE(end + 12);
  const directoryOffset = tail.readUInt32LE(end + 16);
  // Files of more than 4 GiB or 65,535 parts (zip64) are not workbooks anybody mails.
  if (directoryOffset === UINT32 || directoryOffset + directoryBytes > size || count > MAX_ENTRIES) throw damaged();
  const directory = await readBytes(file, directoryOffset, directoryBytes);
  const entries = new Map<string, ZipEntry>();
  for (let at = 0, index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) throw damaged();
    const entry = readEntry(directory, at);
    if (entries.has(entry.name)) throw damaged();
    entries.set(entry.name, entry);
    at += 46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

function findEnd(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) if (tail.readUInt32LE(at) === END_SIGNATURE) return at;
  throw damaged();
}

function readEntry(directory: Buffer, at: number): ZipEntry {
  if ((directory.readUInt16LE(at + 8) & 1) === 1) throw new AppError('BAD_REQUEST', 'file-encrypted');
  const nameBytes = directory.readUInt16LE(at + 28);
  return {
    name: directory
      .toString('utf8', at + 46, at + 46 + nameBytes)
      .replaceAll('\\', '/')
      .replace(/^\//, '')
      .toLowerCase(),
    method: directory.readUInt16LE(at + 10),
    packedBytes: directory.readUInt32LE(at + 20),
    headerOffset: directory.readUInt32LE(at + 42),
  };
}

/**
 * The unpacked bytes of one part, piece by piece. More than `limitBytes` is refused while unpacking: the sizes a zip
 * declares are not believed.
 */
export async function* readZipEntry(file: FileHandle, entry: ZipEntry, limitBytes: number): AsyncGenerator<Buffer> {
  const header = await readBytes(file, entry.headerOffset, 30);
  if (header.readUInt32LE(0) !== LOCAL_SIGNATURE) throw damaged();
  const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = readRange(file, start, entry.packedBytes);
  let unpackedBytes = 0;
  for await (const piece of unpack(packed, entry.method)) {
    unpackedBytes += piece.length;
    if (unpackedBytes > limitBytes)
      throw new AppError('BAD_REQUEST', 'workbook-too-large', { limitMiB: limitBytes / 1048576 });
    yield piece;
  }
}

async function* unpack(packed: AsyncGenerator<Buffer>, method: number): AsyncGenerator<Buffer> {
  if (method === STORED) {
    yield* packed;
    return;
  }
  if (method !== DEFLATED) throw damaged();
  const inflate = createInflateRaw({ chunkSize: READ_BYTES });
  const feeding = feed(packed, inflate);
  try {
    for await (const piece of inflate) yield piece as Buffer;
    await feeding;
  } catch (error) {
    throw error instanceof AppError ? error : damaged(error);
  } finally {
    inflate.destroy();
    await feeding.catch(() => undefined);
  }
}

async function feed(packed: AsyncGenerator<Buffer>, inflate: ReturnType<typeof createInflateRaw>): Promise<void> {
  for await (const piece of packed) {
    if (inflate.destroyed) return;
    if (!inflate.write(piece)) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          inflate.off('drain', go).off('close', go);
          resolve();
        };
        inflate.once('drain', go).once('close', go);
      });
    }
  }
  inflate.end();
}

async function* readRange(file: FileHandle, start: number, lengthBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < lengthBytes; at += READ_BYTES) {
    yield await readBytes(file, start + at, Math.min(READ_BYTES, lengthBytes - at));
  }
}

async function readBytes(file: FileHandle, position: number, lengthBytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(lengthBytes);
  let filled = 0;
  while (filled < lengthBytes) {
    const { bytesRead } = await file.read(buffer, filled, lengthBytes - filled, position + filled);
    if (bytesRead === 0) throw damaged();
    filled += bytesRead;
  }
  return buffer;
}
