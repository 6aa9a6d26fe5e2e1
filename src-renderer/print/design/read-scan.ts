import { checkScan, type ScanType } from '../../../src-shared/domain/print/design/scan-image.ts';

export type ReadScan =
  | { ok: true; scan: { contentType: ScanType; contentBase64: string } }
  | { ok: false; reason: 'scan-no-picture' | 'scan-too-large' };

/** A file a person chose, as the scan under a form; what it is follows from its bytes, and a browser must be able to draw it. */
export async function readScan(file: File): Promise<ReadScan> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const checked = checkScan(bytes);
  if (!checked.ok) return checked;
  try {
    (await createImageBitmap(file)).close();
  } catch {
    return { ok: false, reason: 'scan-no-picture' };
  }
  return { ok: true, scan: { contentType: checked.contentType, contentBase64: base64(bytes) } };
}

/** Pieces, because a call takes no millions of arguments. */
const PIECE = 0x8000;

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += PIECE) binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(binary);
}
