/** Stands in the built `index.html` wherever a nonce belongs; the host replaces it in every answer. */
export const CSP_NONCE_PLACEHOLDER = '__HEDUI_CSP_NONCE__';

/** The content security policy of one answer (design §8): nothing but our own files, scripts and styles by nonce. */
export function contentSecurityPolicy(nonce: string, connect: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self'", // the preview of a print document
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

/** The policy of a print document: its own style and fonts, no script at all, shown in our own page only. */
export function printDocumentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}
