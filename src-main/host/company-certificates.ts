import tls from 'node:tls';

let trusted = false;

/**
 * Lets this thread trust what the operating system trusts beside the public authorities: a company gives its servers
 * certificates of its own and puts its authority into the store of every machine. Asked for once a server with TLS is
 * spoken to, as reading the store takes a moment.
 */
export function trustCompanyCertificates(serverUrl: string): void {
  if (trusted || !serverUrl.startsWith('https:')) return;
  trusted = true;
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...tls.getCACertificates('system')]);
}
