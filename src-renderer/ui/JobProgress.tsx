import { useTranslation } from 'react-i18next';
import type { JobState } from '../../src-shared/contract/jobs.contract.ts';
import { api } from '../api/client.ts';
import { useOrder } from '../api/use-api.ts';
import { Button } from './Button.tsx';
import { formatInteger } from './format.ts';
import { remainingMs, remainingText } from './job-remaining.ts';

/** How far a running job is: what it does, how much of how much, what time is left, and the way to stop it. */
export function JobProgress({ job }: { job: JobState }) {
  const { t } = useTranslation();
  const cancel = useOrder(api.jobs.cancel);
  const leftMs = remainingMs(job, Date.now());
  const { done, total } = job;
  const of =
    total === null ? (done === 0 ? '' : formatInteger(done)) : `${formatInteger(done)} / ${formatInteger(total)}`;
  return (
    <div className="job-progress" data-testid="job-progress">
      <progress {...(total === null ? {} : { max: Math.max(1, total), value: done })} aria-label={t('jobs.progress')} />
      <small>
        {[t(`jobs.phase.${job.phase}`), of, leftMs === null ? '' : remainingText(leftMs, t)]
          .filter((word) => word !== '')
          .join(' · ')}
      </small>
      <Button
        look="link"
        disabled={cancel.isPending}
        onClick={() => cancel.mutate({ jobId: job.id })}
        testId="job-cancel"
      >
        {t('jobs.stop')}
      </Button>
    </div>
  );
}
