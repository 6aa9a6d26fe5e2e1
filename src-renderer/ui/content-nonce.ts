/**
 * The content security policy allows a style element only with the nonce of this response (design §8). Ant Design makes a
 * few elements of its own without one (measuring of the scroll bar); they get it here, before any of its code runs.
 */
export const contentNonce =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ??
  document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ??
  '';

const createElement = document.createElement.bind(document);

function createWithNonce(name: string, options?: ElementCreationOptions): HTMLElement {
  const element = createElement(name, options);
  if (element instanceof HTMLStyleElement) element.nonce = contentNonce;
  return element;
}

if (contentNonce !== '') Object.defineProperty(document, 'createElement', { value: createWithNonce });
