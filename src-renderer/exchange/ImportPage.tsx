import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall } from '../api/use-api.ts';
import { JobProgress } from '../ui/JobProgress.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Steps } from '../ui/Steps.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';
import { FileStep } from './FileStep.tsx';
import { MappingStep } from './MappingStep.tsx';
import { PreviewStep } from './PreviewStep.tsx';
import { ResultStep } from './ResultStep.tsx';
import { useImport, type ImportFlow } from './use-import.ts';
import { TypedSheet } from './TypedSheet.tsx';
import './exchange.css';

/** Files of stations, vehicles, labour operations and claims: choose, map, look at every row, take in. */
export function ImportPage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  const [typing, setTyping] = useState(false);
  const text = useProblemText();
  const flow = useImport(id);
  const kinds = useCall(['exchange', 'kinds'], () => api.exchange.kinds({}));
  if (kinds.error !== null) return <ErrorState error={kinds.error} onRetry={() => void kinds.refetch()} />;
  if (kinds.data === undefined) return <LoadingState />;
  const fields = kinds.data.find((each) => each.kind === flow.kind)?.fields ?? [];
  const inSheet = typing && flow.importId === null && flow.preview === null && flow.inspection === null;
  return (
    <div className={inSheet ? 'work exchange typing' : 'work exchange'} data-testid="import-page">
      <Steps label={t('exchange.steps')} steps={STEPS.map((step) => t(`exchange.step.${step}`))} here={stepOf(flow)} />
      {flow.error === null ? null : (
        <Notice tone="bad" testId="import-problem">
          {text(problemOf(flow.error))}
        </Notice>
      )}
      {flow.busy && flow.fileId !== null ? <RunningStep fileId={flow.fileId} /> : null}
      {flow.importId !== null ? (
        <ResultStep importId={flow.importId} onBack={flow.back} />
      ) : flow.preview !== null ? (
        <PreviewStep flow={flow} preview={flow.preview} />
      ) : flow.inspection !== null ? (
        <MappingStep flow={flow} inspection={flow.inspection} fields={fields} />
      ) : flow.busy && flow.fileId !== null ? null : inSheet ? (
        <TypedSheet kind={flow.kind} onFile={flow.open} onClose={() => setTyping(false)} />
      ) : (
        <FileStep onType={() => setTyping(true)} flow={flow} kinds={kinds.data.map((each) => each.kind)} />
      )}
    </div>
  );
}

const STEPS = ['file', 'mapping', 'preview', 'result'] as const;

/** Where the import stands on its way. */
function stepOf(flow: ImportFlow): number {
  return flow.importId !== null ? 3 : flow.preview !== null ? 2 : flow.inspection !== null ? 1 : 0;
}

/** The step of the file that runs as a job: the same figures and the same way to stop it as in the list of jobs. */
function RunningStep({ fileId }: { fileId: string }) {
  const jobs = useCall(['jobs', 'list'], () => api.jobs.list({}), { keep: true });
  const job = jobs.data?.find((each) => each.state === 'running' && each.title['fileId'] === fileId);
  return job === undefined ? null : (
    <div className="panel running-step" role="status">
      <JobProgress job={job} />
    </div>
  );
}
