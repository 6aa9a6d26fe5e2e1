import type {
  RuleProposal,
  RuleRecord,
  RulesetChange,
  RulesetVersion,
  RulesetWorkshop,
} from '../../../src-shared/contract/rules.contract.ts';
import { claimSettingsOf, levelLimitsOf, type ClaimSettings } from '../../../src-shared/domain/claims/first-rates.ts';
import { rulesetOf } from '../../../src-shared/domain/claims/first-ruleset.ts';
import { ruleProposals } from '../../../src-shared/domain/claims/rulesets/rule-proposals.ts';
import type { LevelLimits, RuleRow } from '../../../src-shared/domain/claims/ruleset-types.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { startOfBusinessDate } from '../../../src-shared/domain/units/business-date.ts';
import { addDays } from '../../../src-shared/domain/units/dates.ts';
import type { ReadStores } from '../../db/stores.ts';
import { workshopMasters } from './workshop-masters.repository.ts';
import { rulePrecisions } from '../figures/audit-findings.repository.ts';

const CHANGES_SHOWN = 30;

interface RulesetFileRow {
  rulesetVersion: number;
  version: number;
  status: string;
  rulesJson: string;
  tablesJson: string;
  note: string | null;
  effectiveDate: string | null;
  publishedAtMs: number | null;
  publishedByName: string | null;
}

/** The published rules, the draft, all versions and who changed what; from the local copy. */
function workshop({ replicaFile }: ReadStores, { today }: { today: string }): RulesetWorkshop {
  const rows = replicaFile
    .prepare(
      `select r.ruleset_version as rulesetVersion, r._v as version, r.status, r.rules_json as rulesJson,
              r.tables_json as tablesJson, r.note, r.effective_date as effectiveDate,
              r.published_at_ms as publishedAtMs, u.name as publishedByName
         from ruleset r left join app_user u on u.id = r.published_by order by r.ruleset_version desc`,
    )
    .all() as RulesetFileRow[];
  // the limits of versions from before they were part of one
  const stored = levelLimitsOf(storedSettings(replicaFile));
  const published = rows.find(({ status }) => status === 'PUBLISHED');
  const draft = rows.find(({ status }) => status === 'DRAFT');
  if (published === undefined) throw new AppError('UNAVAILABLE', 'no-ruleset-published');
  const inForce = rows.find(
    ({ status, effectiveDate }) => status === 'PUBLISHED' && (effectiveDate === null || effectiveDate <= today),
  );
  return {
    published: {
      ...{ rulesetVersion: published.rulesetVersion, effectiveDate: published.effectiveDate },
      content: withoutMasters(contentOf(published, stored)),
    },
    inForceVersion: inForce?.rulesetVersion ?? published.rulesetVersion,
    draft:
      draft === undefined
        ? null
        : {
            ...{ rulesetVersion: draft.rulesetVersion, version: draft.version, note: draft.note },
            content: contentOf(draft, stored),
          },
    masters: workshopMasters(replicaFile, today),
    versions: rows.map(({ rulesJson: _rules, tablesJson: _tables, version: _version, ...row }): RulesetVersion => row),
    changes: changesOf(replicaFile),
  };
}

/** What was made of the masters when it was published stands in them. */
function withoutMasters(content: RulesetWorkshop['published']['content']): RulesetWorkshop['published']['content'] {
  const { masters: _masters, ...tables } = content.tables;
  return { ...content, tables };
}

function storedSettings(replicaFile: ReadStores['replicaFile']): ClaimSettings {
  const rows = replicaFile.prepare('select setting_key as settingKey, value_json as valueJson from setting').all();
  return claimSettingsOf(rows as { settingKey: string; valueJson: string }[]);
}

function contentOf(row: RulesetFileRow, stored: LevelLimits): RulesetWorkshop['published']['content'] {
  const { rules, tables } = rulesetOf(row);
  return {
    rules,
    tables: { ...tables, limits: tables.limits ?? stored },
  } as unknown as RulesetWorkshop['published']['content'];
}

function changesOf(replicaFile: ReadStores['replicaFile']): RulesetChange[] {
  const rows = replicaFile
    .prepare(
      `select changed_at_ms as changedAtMs, changed_by_name as changedByName, value_json as valueJson
         from configuration_change where subject = 'RULESET' order by changed_at_ms desc, id desc limit ?`,
    )
    .all(CHANGES_SHOWN) as { changedAtMs: number; changedByName: string; valueJson: string }[];
  return rows.map(({ valueJson, ...row }) => {
    const { action, rulesetVersion, differences } = JSON.parse(valueJson) as Pick<
      RulesetChange,
      'action' | 'rulesetVersion'
    > & { differences: readonly unknown[] };
    return { ...row, action, rulesetVersion, cells: differences.length };
  });
}

interface RuleFigures {
  records: RuleRecord[];
  proposals: RuleProposal[];
  minHits: number;
}

/**
 * What became of every rule's hits on the claims decided between the days, live and shadow hits together, and the changes of
 * mode they speak for.
 */
function records(stores: ReadStores, { fromDate, toDate }: { fromDate: string; toDate: string }): RuleFigures {
  const between = { fromMs: startOfBusinessDate(fromDate), beforeMs: startOfBusinessDate(addDays(toDate, 1)) };
  const byRule = new Map<string, RuleRecord>();
  const found = rulePrecisions(stores, between);
  for (const { ruleId, hits, upheld, overridden } of found) {
    const sum = byRule.get(ruleId) ?? { ruleId, hits: 0, upheld: 0, overridden: 0 };
    byRule.set(ruleId, {
      ruleId,
      hits: sum.hits + hits,
      upheld: sum.upheld + upheld,
      overridden: sum.overridden + overridden,
    });
  }
  const settings = storedSettings(stores.replicaFile);
  const proposals = ruleProposals(publishedRules(stores.replicaFile), found, settings);
  return { records: [...byRule.values()], proposals, minHits: settings.ruleProposalMinHits };
}

function publishedRules(replicaFile: ReadStores['replicaFile']): readonly RuleRow[] {
  const json = replicaFile
    .prepare(`select rules_json from ruleset where status = 'PUBLISHED' order by ruleset_version desc limit 1`)
    .pluck()
    .get() as string | undefined;
  return json === undefined ? [] : (JSON.parse(json) as RuleRow[]);
}

export const rulesReadTasks = { 'rules.workshop': workshop, 'rules.records': records };
