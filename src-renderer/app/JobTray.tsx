import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobState } from '../../src-shared/contract/jobs.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { JobProgress } from '../ui/JobProgress.tsx';
import { navigate } from '../ui/navigation.ts';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { problemOf } from '../api/problem.ts';
import { useSession } from '../session/use-session.ts';
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
            <JobRow key={job.id} job={job} onLeave={() => setOpen(false)} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

function JobRow({ job, onLeave }: { job: JobState; onLeave: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const running = job.state === 'running';
  return (
    <div className="job" data-testid="job" data-state={job.state} data-kind={job.kind}>
      <span className="one-line" title={job.file?.name}>
        {t([`jobs.kind.${job.kind}`, 'ui.verbatim'], { value: job.kind, ...job.title })}
      </span>
      <span className="job-ways">
        <ShowsButton job={job} onLeave={onLeave} />
        {job.state === 'done' ? <FileButtons job={job} /> : null}
      </span>
      {running ? (
        <JobProgress job={job} />
      ) : (
        <small>{job.problem !== null ? text(job.problem) : endText(job, t)}</small>
      )}
    </div>
  );
}

/** How it ended, with the name of its file when it made one. */
function endText({ state, file }: JobState, t: TFunction): string {
  if (state === 'done' && file === null) return t('jobs.done');
  return t(`jobs.state.${state}`, { name: file?.name ?? '' });
}

/** On to the room of imports: to the file, or to what became of it and the rows that were refused. */
function ShowsButton({ job: { shows }, onLeave }: { job: JobState; onLeave: () => void }) {
  const { t } = useTranslation();
  if (shows === null) return null;
  const show = (): void => {
    onLeave();
    navigate('exchange', shows.what === 'import' ? `import-${shows.id}` : `file-${shows.id}`);
  };
  return (
    <Button look="link" onClick={show} testId="job-show">
      {shows.errors > 0 ? t('jobs.errors', { count: shows.errors }) : t(`jobs.show.${shows.what}`)}
    </Button>
  );
}

/** What can be done with a finished file on this host: open it and its folder, or fetch it with the browser. */
function FileButtons({ job: { id, file } }: { job: JobState }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const session = useSession();
  if (file === null) return null;
  if (file.place === 'gone') return <small>{t('jobs.gone')}</small>;
  const refused = (error: unknown): void => void showToast({ text: text(problemOf(error)), tone: 'bad' });
  const open = (): void => {
    api.jobs.openFile({ jobId: id }).then(({ downloadPath }) => {
      if (downloadPath !== null) fetchFile(downloadPath, file.name);
    }, refused);
  };
  if (session.data?.capabilities.dialogs !== 'native')
    return (
      <a
        href={file.downloadPath ?? '#'}
        download={file.name}
        data-testid="job-download"
        onClick={(event) => {
          event.preventDefault(); // the path works once; each press gets a fresh one
          open();
        }}
      >
        {t('jobs.download')}
      </a>
    );
  if (file.place === 'waiting')
    return (
      <Button look="link" onClick={open} testId="job-save">
        {t('jobs.save')}
      </Button>
    );
  return (
    <>
      <Button look="link" onClick={open} testId="job-open">
        {t('jobs.open')}
      </Button>
      <Button look="link" onClick={() => void api.jobs.showInFolder({ jobId: id }).catch(refused)} testId="job-folder">
        {t('jobs.folder')}
      </Button>
    </>
  );
}

function fetchFile(downloadPath: string, name: string): void {
  const link = document.createElement('a');
  link.href = downloadPath;
  link.download = name;
  link.click();
}
