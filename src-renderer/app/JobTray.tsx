import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobState } from '../../src-shared/contract/jobs.contract.ts';
import { api } from '../api/client.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { formatInteger } from '../ui/format.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { remainingMs, remainingText } from './job-remaining.ts';
import { useCloseOutside } from './UserMenu.tsx';

const SHOWN = 8;

/** Long work and its files: running with progress, done with a link, failed with the reason. */
export function JobTray() {
  const { t } = useTranslation();
  const jobs = useCall(['jobs', 'list'], () => api.jobs.list({}), { keep: true });
  const [open, setOpen] = useState(false);
  const box = useCloseOutside(open, () => setOpen(false));
  const newest = [...(jobs.data ?? [])].sort((a, b) => b.startedAtMs - a.startedAtMs).slice(0, SHOWN);
  if (newest.length === 0) return null;
  const running = newest.filter((job) => job.state === 'running').length;
  return (
    <div ref={box}>
      <Button look="plain" onClick={() => setOpen(!open)} testId="job-tray">
        {running > 0 ? t('jobs.running', { number: running }) : t('jobs.title', { number: newest.length })}
      </Button>
      {open ? (
        <div className="menu tray" data-testid="job-list">
          {newest.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

export function JobRow({ job }: { job: JobState }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const cancel = useOrder(api.jobs.cancel);
  const leftMs = remainingMs(job, Date.now());
  const share = job.total === null || job.total === 0 ? 0 : Math.min(1, job.done / job.total);
  return (
    <div className="job" data-testid="job" data-state={job.state}>
      <span className="one-line" title={job.file?.name}>
        {t([`jobs.kind.${job.kind}`, 'ui.verbatim'], { value: job.kind, ...job.title })}
      </span>
      {job.state === 'running' ? (
        <Button look="link" onClick={() => cancel.mutate({ jobId: job.id })}>
          {t('ui.cancel')}
        </Button>
      ) : null}
      {job.state === 'done' && typeof job.file?.downloadPath === 'string' ? (
        <a href={job.file.downloadPath} download={job.file.name} data-testid="job-download">
          {t('jobs.download')}
        </a>
      ) : null}
      {job.state === 'running' ? (
        <span className="track">
          <i style={{ width: `${Math.round(share * 100)}%` }} />
        </span>
      ) : null}
      <small>
        {job.problem === null
          ? t(`jobs.state.${job.state}`, { done: formatInteger(job.done), name: job.file?.name ?? '' })
          : text(job.problem)}
        {leftMs === null ? '' : ` · ${remainingText(leftMs, t)}`}
      </small>
    </div>
  );
}
