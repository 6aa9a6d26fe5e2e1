import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimDetail } from '../../src-shared/contract/claims.contract.ts';
import { writeEvidenceZip, type EvidenceSource } from './evidence-zip.ts';
import { workbookText } from './workbook-text.ts';
import { readZipDirectory, readZipEntry } from './zip-directory.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-evidence-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const PHOTO = Buffer.from('a photograph <not> a page');
const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

const detailOf = (id: string): ClaimDetail =>
  ({
    claim: {
      ...{
        id,
        no: `SP-${id}`,
        status: 'APPROVED',
        claimantCode: 'S001',
        claimantName: '金华<站>',
        vin: 'LXC1',
        plateNo: null,
      },
      ...{ modelName: 'XM6127', failureDate: '2026-03-01', repairFinishDate: '2026-03-02', mileageKm: 41_000 },
      ...{
        claimedFen: 12_000,
        payableFen: 11_000,
        approvedFen: 10_000,
        hitSignature: 'L01',
        decidedByName: '王',
        decidedAtMs: 0,
      },
    },
    ...{ complaintText: '漏油', faultCodes: { complaint: null, cause: null, action: null }, rulesetVersion: 7 },
    lines: [
      {
        ...{ seq: 1, costType: 'LABOUR', itemCode: 'OP1', description: '更换', claimedFen: 12_000, stdFen: 11_000 },
        ...{ payableFen: 11_000, approvedFen: 10_000, decision: 'REDUCE', reasonCode: 'R07' },
      },
    ],
    hits: [{ ruleId: 'L01', rulesetVersion: 7, severity: 'WARN', lineSeq: 1, facts: {}, state: 'OPEN' }],
    decisions: [
      {
        ...{
          level: 'L1',
          action: 'APPROVE',
          reasonCode: null,
          note: '核对过',
          statusFrom: 'IN_REVIEW',
          statusTo: 'APPROVED',
        },
        ...{ amountBeforeFen: 11_000, amountAfterFen: 10_000, byName: '王小明', forName: null, atMs: 0 },
      },
    ],
    ...{ remarks: [], visits: [] },
    attachments: [
      { kind: 'VIN_PLATE', fileName: '../车架.jpg', fileSha256: sha256(PHOTO), takenAtMs: null },
      { kind: 'ODOMETER', fileName: 'gone.jpg', fileSha256: 'f'.repeat(64), takenAtMs: null },
    ],
  }) as unknown as ClaimDetail;

const claims = ['a', 'b'].map((claimId) => ({
  ...{ claimId, claimNo: `SP-${claimId}`, stationName: '金华站', status: 'APPROVED', photos: 2 },
  ...{ claimedFen: 12_000, approvedFen: 10_000 },
}));

const source = (change: Partial<EvidenceSource> = {}): EvidenceSource => ({
  sample: () => Promise.resolve({ population: 40, populationSha256: 'c'.repeat(64), claims }),
  plan: () => Promise.resolve(null),
  detail: (id) => Promise.resolve(detailOf(id)),
  papers: () =>
    Promise.resolve([
      { kind: 'workOrder', id: 'W', no: 'WX1', text: null, status: null, businessDate: '2026-03-02', amountFen: null },
    ]),
  photo: (digest) => Promise.resolve(digest === sha256(PHOTO) ? PHOTO : null),
  ...change,
});

const input = () => ({
  ...{ userName: '审计员', nowMs: Date.parse('2026-03-20T02:00:00Z'), appVersion: '1', locale: 'zh-CN' as const },
  ...{
    path: path.join(folder, 'evidence.zip'),
    request: { seed: 'S', claimCount: 2, query: { filters: [], text: '', sort: [] } },
  },
});
const write = (from: EvidenceSource, signal = new AbortController().signal, onProgress = (): void => undefined) =>
  writeEvidenceZip(from, input(), { signal, onProgress }, workbookText('zh-CN'));

async function unpacked(file: string): Promise<Map<string, Buffer>> {
  const handle = await open(file, 'r');
  try {
    const files = new Map<string, Buffer>();
    for (const [name, entry] of await readZipDirectory(handle)) {
      const pieces: Buffer[] = [];
      for await (const piece of readZipEntry(handle, entry, 1e7)) pieces.push(piece);
      files.set(name, Buffer.concat(pieces));
    }
    return files;
  } finally {
    await handle.close();
  }
}

describe('the evidence of an auditor’s sample', () => {
  it('has a list, per claim a sheet and its photographs, and a manifest with the digest of every file', async () => {
    const { path: file } = await write(source());
    const files = await unpacked(file);
    const place = (no: string, at: string): string => `claims/${at}-sp-${no}`;
    expect([...files.keys()].sort()).toEqual(
      [
        ...['manifest.json', 'sha256sums', 'claims.xlsx'],
        ...[place('a', '001'), place('b', '002')].flatMap((one) => [
          `${one}/evidence.html`,
          `${one}/photos/01-车架.jpg`,
        ]),
      ].sort(),
    );
    expect(files.get('claims/001-sp-a/photos/01-车架.jpg')).toEqual(PHOTO);
    const manifest = JSON.parse(String(files.get('manifest.json'))) as {
      files: { name: string; sha256: string; sizeBytes: number }[];
    } & Record<string, unknown>;
    expect(manifest).toMatchObject({
      ...{
        seed: 'S',
        population: 40,
        populationSha256: 'c'.repeat(64),
        madeBy: '审计员',
        samplePlan: null,
        claimCount: 2,
      },
      madeAt: '2026-03-20T02:00:00.000Z',
      claims: [
        { claimId: 'a', claimNo: 'SP-a' },
        { claimId: 'b', claimNo: 'SP-b' },
      ],
      photographsWithoutContent: ['SP-a', 'SP-b'].map((claimNo) => ({
        ...{ claimNo, fileName: 'gone.jpg', sha256: 'f'.repeat(64) },
      })),
    });
    expect(manifest.files).toHaveLength(files.size - 2);
    for (const { name, sha256: digest, sizeBytes } of manifest.files) {
      const content = files.get(name.toLowerCase()) ?? Buffer.alloc(0);
      expect([name, sha256(content), content.length]).toEqual([name, digest, sizeBytes]);
    }
    const sums = String(files.get('sha256sums')).trim().split('\n');
    expect(sums).toHaveLength(files.size - 1);
    expect(sums.at(-1)).toBe(`${sha256(files.get('manifest.json') ?? Buffer.alloc(0))}  manifest.json`);
  });

  it('packs texts and leaves photographs as they are', async () => {
    const { path: file } = await write(source());
    const handle = await open(file, 'r');
    const entries = await readZipDirectory(handle).finally(() => handle.close());
    const [photo, sheet] = ['photos/01-车架.jpg', 'evidence.html'].map((name) =>
      entries.get(`claims/001-sp-a/${name}`),
    );
    expect([photo?.method, photo?.packedBytes]).toEqual([0, PHOTO.length]);
    expect(sheet?.method).toBe(8);
  });

  it('a sheet says who decided what, which version of which rule hit, and lets no text become markup', async () => {
    const { path: file } = await write(source());
    const sheet = String((await unpacked(file)).get('claims/001-sp-a/evidence.html'));
    for (const said of ['SP-a', '王小明', '核对过', '<td>L01</td><td>7</td>', '100.00', 'WX1', '08:00', '漏油'])
      expect(sheet).toContain(said);
    expect(sheet).toContain('金华&lt;站&gt;');
    expect(sheet).not.toContain('<站>');
    expect(sheet).toContain('src="photos/01-车架.jpg"');
    expect(sheet).toContain('服务器上没有这张照片的内容');
  });

  it.each([
    ['stopped by a person', 'job-cancelled'],
    ['without the server', 'no-server'],
    ['of a filter that finds nothing', 'evidence-nothing-found'],
  ])('leaves nothing behind when it is %s', async (_name, reason) => {
    const stop = new AbortController();
    const broken = source(
      reason === 'job-cancelled'
        ? {
            photo: () => {
              stop.abort();
              return Promise.resolve(PHOTO);
            },
          }
        : reason === 'no-server'
          ? { photo: () => Promise.reject(new Error('no-server')) }
          : { sample: () => Promise.resolve({ population: 0, populationSha256: '', claims: [] }) },
    );
    await expect(write(broken, stop.signal)).rejects.toThrow(reason);
    expect(readdirSync(folder)).toEqual([]);
  });
});
