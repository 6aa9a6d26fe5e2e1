import { api } from '../api/client.ts';

/** Bytes of one piece; as base64 it stays under the wire's 400,000 characters. */
const PIECE_BYTES = 192 * 1024;

/** Sends a file to the core piece by piece and returns its id there. */
export async function sendFile(file: File, onProgress: (sentBytes: number) => void): Promise<string> {
  let fileId: string | null = null;
  let sentBytes = 0;
  do {
    const piece = await readPiece(file, sentBytes);
    sentBytes = Math.min(file.size, sentBytes + PIECE_BYTES);
    const last = sentBytes >= file.size;
    const answer: { fileId: string } = await api.exchange.upload({ fileId, fileName: file.name, piece, last });
    fileId = answer.fileId;
    onProgress(sentBytes);
  } while (sentBytes < file.size);
  return fileId;
}

async function readPiece(file: File, from: number): Promise<string> {
  const bytes = new Uint8Array(await file.slice(from, from + PIECE_BYTES).arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
