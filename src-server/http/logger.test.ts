import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger((line) => lines.push(line)));
  expect(lines.every((line) => typeof JSON.parse(line) === 'object')).toBe(true);
  return lines.join('\n');
}

const SECRETS = {
  password: 'Sommer-2026',
  accessToken: 'abcdefghijkl',
  contactPhone: '0571-8888',
  name: '王小明',
  ownerName: '李四',
  bankAccount: '6222-0001',
  addressText: '杭州市西湖区',
};

it('leaves out passwords, tokens and what tells of a person by the name it stands under', () => {
  const text = logged((log) => log.info('row', { userId: 'U1', path: '/intake/v1/claims', nested: { ...SECRETS } }));
  for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
  expect(text).toContain('U1');
  expect(text).toContain('/intake/v1/claims');
});

it.each([
  ['a bearer token', 'authorization: Bearer abc.def'],
  ['a JWT', 'eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl'],
  ['the password of a connection', 'postgres://hedui:hunter2@db/central'],
  ['a mobile number', '司机 13812345678 来电'],
  ['an identity card', '身份证 33010219880101123X'],
  ['an e-mail address', 'from wang.xm@example.com'],
  ['a bank card', '卡号 6222021234567890123'],
])('leaves out %s inside any text', (_what, text) => {
  const line = logged((log) => log.warn('said', { message: text }));
  expect(line).toContain('[left out]');
  for (const secret of [
    'abc.def',
    'c2lnbmF0dXJl',
    'hunter2',
    '13812345678',
    '33010219880101123X',
    'wang.xm',
    '6222021',
  ])
    expect(line).not.toContain(secret);
});

it('keeps the name of a broken constraint and leaves out the row that broke it', () => {
  const error = Object.assign(new Error('duplicate key value violates unique constraint "customer_code"'), {
    detail: 'Key (name)=(王小明) already exists.',
    where: 'unnamed portal parameter $1 = 王小明',
    constraint: 'customer_code',
  });
  const text = logged((log) => void log.unexpected('command-failed', new Error('outside', { cause: error })));
  expect(text).toContain('customer_code');
  expect(text).not.toContain('王小明');
});
