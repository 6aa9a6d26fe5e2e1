import type { DemoCompany } from '../facts/company.ts';

export function addHistory(_company: DemoCompany): void {}
