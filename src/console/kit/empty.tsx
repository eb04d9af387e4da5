import './empty.css';
import type { ReactNode } from 'react';

export interface EmptyProps {
  /** What there is none of, and why that is so. */
  readonly title: string;
  readonly children?: ReactNode;
  /** What to do next. */
  readonly actions?: ReactNode;
  readonly mark?: ReactNode;
}

/** The one empty state: says what to do next. */
export function Empty({ title, children, actions, mark }: EmptyProps) {
  return (
    <div className="notice">
      <div className="notice-title">
        {mark}
        <h2>{title}</h2>
      </div>
      {children !== undefined && <p>{children}</p>}
      {actions !== undefined && <div className="notice-actions">{actions}</div>}
    </div>
  );
}
