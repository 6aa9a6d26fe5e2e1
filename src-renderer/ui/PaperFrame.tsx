import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { useKeys, type KeyMap } from './keyboard.ts';
import { Panel } from './Panel.tsx';
import { StepButtons, type PaperStep } from './paper-steps.tsx';
import { Notice, Tag, type Tone } from './Tag.tsx';

interface PaperFrameProps {
  /** What the marks of the page, its number, state and hints begin with. */
  mark: string;
  label: string;
  back: () => void;
  no: string;
  status?: { tone: Tone; text: string };
  /** Beside number and state: what it is, where it goes. */
  about: ReactNode;
  /** With whom it lies, or the one figure it is about. */
  holder: ReactNode;
  steps: readonly PaperStep[];
  keys: KeyMap;
  /** To everything that hangs together with it (联查). */
  papers?: () => void;
  /** What stands in the way, or follows from what was decided. */
  hints?: readonly string[];
  lines: ReactNode;
  facts: ReactNode;
  /** Whatever is open over the page. */
  children: ReactNode;
}

/** One paper: its number, state and holder, the steps that are due with their keys, its lines, and the facts beside them. */
export function PaperFrame(props: PaperFrameProps) {
  const { t } = useTranslation();
  const { mark, status, steps, hints = [], papers } = props;
  useKeys(papers === undefined ? props.keys : { ...props.keys, 'Shift+KeyL': papers });
  return (
    <div className="work paper-frame" data-testid={`${mark}-page`}>
      <Panel label={props.label}>
        <div className="tools paper-head">
          <Button onClick={props.back} keyName="Esc">
            {t('ui.back')}
          </Button>
          <h2 className="mono" data-testid={`${mark}-no`}>
            {props.no}
          </h2>
          {status === undefined ? null : (
            <Tag tone={status.tone} testId={`${mark}-status`}>
              {status.text}
            </Tag>
          )}
          {props.about}
          <span className="grow" />
          <span className="paper-holder" data-testid={`${mark}-holder`}>
            {props.holder}
          </span>
        </div>
        <div className="tools paper-steps">
          <StepButtons steps={steps} />
          {steps.length === 0 ? <span className="dim">{t('logistics.nothingForYou')}</span> : null}
          <span className="grow" />
          {papers === undefined ? null : (
            <Button onClick={papers} keyName="⇧L" testId={`${mark}-papers`}>
              {t('paper.kinds')}
            </Button>
          )}
        </div>
        {hints.length === 0 ? null : (
          <Notice tone="warn" testId={`${mark}-hints`}>
            {hints.map((hint) => (
              <div key={hint}>{hint}</div>
            ))}
          </Notice>
        )}
        {props.lines}
      </Panel>
      {props.facts}
      {props.children}
    </div>
  );
}
