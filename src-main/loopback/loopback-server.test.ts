import { os } from '@orpc/server';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import tmp from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { CSP_NONCE_PLACEHOLDER } from '../../src-shared/content-security.ts';
import { openDownloads, type Downloads } from './downloads.ts';
import { startLoopback, type LoopbackHost } from './loopback-server.ts';

let host: LoopbackHost;
let downloads: Downloads;
let announced: { url: string; occasion: string }[];
let folder: string;

const PRINTED = '<style nonce="__HEDUI_CSP_NONCE__">';
const INDEX = `<meta property="csp-nonce" nonce="${CSP_NONCE_PLACEHOLDER}"><script nonce="${CSP_NONCE_PLACEHOLDER}"></script>`;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmp.tmpdir(), 'hedui-loopback-'));
  announced = [];
  downloads = openDownloads();
  host = await startLoopback({
    core: {
      router: { ping: os.handler(() => 'pong') },
      printDocuments: {
        html: (address) => (address === '/print/known' ? PRINTED : null),
        pdf: (address) => (address === '/print/known.pdf' ? Buffer.from('%PDF-1.4') : null),
      },
    },
    files: new Map([
      ['/index.html', { body: Buffer.from(INDEX), contentType: 'text/html' }],
      ['/a.js', { body: Buffer.from('1'), contentType: 'text/javascript' }],
    ]),
    downloads,
    port: 0,
    announceLink: (url, occasion) => announced.push({ url, occasion }),
    idleShutdownMs: null,
    onIdle: () => undefined,
  });
});

afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

function request(pathname: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = http.request(new URL(pathname, host.origin), { method, headers }, (response) => {
      let body = '';
      response.on('data', (piece: Buffer) => (body += piece.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

async function signIn(): Promise<string> {
  const { pathname, search } = new URL(host.link());
  const answer = await request(pathname + search);
  expect(answer.status).toBe(303);
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
}

/** The status of a refused socket, or 101 when it opened. */
function openSocket(headers: Record<string, string>, pathname = '/rpc'): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(host.origin.replace('http', 'ws') + pathname, { headers });
    socket.on('unexpected-response', (sent, response) => {
      resolve(response.statusCode ?? 0);
      sent.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
  });
}

describe('the link', () => {
  it('gives a session cookie that scripts cannot read and other sites do not send', async () => {
    const { pathname, search } = new URL(host.link());
    const answer = await request(pathname + search);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^hedui_[0-9a-f]{8}=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
  });

  it('works once; the next one is announced at once and works', async () => {
    const first = new URL(host.link());
    await signIn();
    const again = await request(first.pathname + first.search);
    expect(again.status).toBe(403);
    expect(again.body).toContain('终端');
    expect(announced.map(({ occasion }) => occasion)).toEqual(['first', 'used-up', 'asked-again']);
    expect(announced[1]?.url).toBe(announced[2]?.url);
    expect(await signIn()).toContain('hedui_');
  });

  it('survives a reload: the page and the used link both open for who is in', async () => {
    const used = new URL(host.link());
    const cookie = await signIn();
    expect((await request('/', { cookie })).status).toBe(200);
    expect((await request('/', { cookie })).status).toBe(200);
    expect((await request(used.pathname + used.search, { cookie })).headers.location).toBe('/');
  });

  it('is announced at most once in two seconds, however often a wrong one comes', async () => {
    for (let times = 0; times < 5; times++) await request('/open?token=wrong');
    expect(announced.map(({ occasion }) => occasion)).toEqual(['first', 'asked-again']);
  });
});

describe('a request', () => {
  it.each([
    ['another name for this machine (DNS rebinding)', { host: 'evil.example' }, 421],
    ['the right name with another port', { host: '127.0.0.1:1' }, 421],
    ['no session', {}, 401],
    ['the session of somebody else', { cookie: 'hedui_00000000=abc' }, 401],
  ])('with %s is refused', async (_, headers, status) => {
    expect((await request('/', headers)).status).toBe(status);
  });

  it('from another site is refused even with the session', async () => {
    const cookie = await signIn();
    expect((await request('/', { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await request('/', { cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('other than GET is refused', async () => {
    const cookie = await signIn();
    expect((await request('/', { cookie }, 'POST')).status).toBe(405);
  });

  it.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/nothing.js', '/files/', '/files/abc'])(
    'for %s finds nothing',
    async (pathname) => {
      expect((await request(pathname, { cookie: await signIn() })).status).toBe(404);
    },
  );

  it('carries a policy with a nonce of its own, the same as in the page, and is not kept anywhere', async () => {
    const cookie = await signIn();
    const nonces = [];
    for (let times = 0; times < 2; times++) {
      const { headers, body } = await request('/', { cookie });
      const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? '';
      expect(body).toBe(INDEX.replaceAll(CSP_NONCE_PLACEHOLDER, nonce));
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      nonces.push(nonce);
    }
    expect(new Set(nonces).size).toBe(2);
  });
});

describe('the socket', () => {
  it.each([
    ['another host', { host: 'evil.example' }, 421],
    ['no origin', {}, 403],
    ['a foreign origin', { origin: 'http://evil.example' }, 403],
    ['our origin without a session', { origin: '@own' }, 401],
  ])('with %s is refused', async (_, headers, status) => {
    const own = Object.fromEntries(
      Object.entries(headers).map(([name, text]) => [name, text.replace('@own', host.origin)]),
    );
    expect(await openSocket(own)).toBe(status);
  });

  it('opens for our page with the session, and only at its one address', async () => {
    const headers = { origin: host.origin, cookie: await signIn() };
    expect(await openSocket(headers)).toBe(101);
    expect(await openSocket(headers, '/other')).toBe(404);
    expect(await openSocket({ ...headers, 'sec-fetch-site': 'cross-site' })).toBe(403);
  });
});

describe('a print document', () => {
  it('is shown with the session only, runs no script, and stands in no foreign page', async () => {
    expect((await request('/print/known')).status).toBe(401);
    const cookie = await signIn();
    const answer = await request('/print/known', { cookie });
    const policy = String(answer.headers['content-security-policy']);
    const nonce = /style-src 'nonce-([^']+)'/.exec(policy)?.[1];
    expect([answer.status, answer.body]).toEqual([200, `<style nonce="${String(nonce)}">`]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).not.toContain('script-src');
    expect((await request('/print/unknown', { cookie })).status).toBe(404);
    expect((await request('/print/known.pdf')).status).toBe(401);
    const pdf = await request('/print/known.pdf', { cookie });
    expect([pdf.status, pdf.headers['content-type'], pdf.body]).toEqual([200, 'application/pdf', '%PDF-1.4']);
    expect(String(pdf.headers['content-security-policy'])).toContain("frame-ancestors 'none'");
  });
});

describe('a finished file', () => {
  it('is handed out once, under its Chinese name, and only with the session', async () => {
    const cookie = await signIn();
    const file = path.join(folder, 'x.xlsx');
    writeFileSync(file, 'rows');
    const { downloadPath } = await downloads.deliver({ name: '结算单 2018-06.xlsx', path: file });
    expect((await request(String(downloadPath))).status).toBe(401);
    const answer = await request(String(downloadPath), { cookie });
    expect([answer.status, answer.body]).toEqual([200, 'rows']);
    expect(answer.headers['content-disposition']).toContain(encodeURIComponent('结算单 2018-06.xlsx'));
    const again = await request(String(downloadPath), { cookie });
    expect([again.status, again.body.includes('重新导出')]).toEqual([404, true]);
  });
});
