import './map-pages.css';
import { Button } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Band, ErrorState } from '#console/kit/error.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Time } from '#console/kit/time.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useRight } from '#console/session.ts';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import type { Text } from '#engines/text.ts';
import { answerQuestion, listQuestions } from './api-sources.ts';
import type { Question } from './api-sources.ts';
import { AssetLink } from './asset-link.tsx';
import { assetTypeText } from './asset-types.ts';
import { identityKindText } from './identity-words.tsx';

/** `/questions`: matches that Vigie would have to guess; a person settles each with one answer. */
export default function QuestionsPage() {
  const t = useT();
  const { data, error, refetch } = useContract(listQuestions, {}, { live: ['question', 'asset'] });
  const count = data?.items.length ?? 0;
  return (
    <Page
      title={t({ fr: 'Rapprochements', en: 'Matches' })}
      crumb={{ label: t({ fr: 'Sources', en: 'Sources' }), href: '/sources' }}
      chips={count > 0 && <span className="muted">{t(questionsText(count), { count })}</span>}
    >
      {data !== undefined && error !== null && (
        <Band state="unknown">
          {t({
            fr: 'La dernière mise à jour a échoué : cette liste peut avoir changé.',
            en: 'The last update failed: this list may have changed.',
          })}
        </Band>
      )}
      {data === undefined &&
        (error === null ? <Loading rows={6} /> : <ErrorState error={error} onRetry={() => void refetch()} />)}
      {data?.items.length === 0 && (
        <Empty
          mark={<StateShape state="ok" />}
          title={t({ fr: 'Aucun rapprochement à trancher', en: 'No match to settle' })}
        >
          {t({
            fr: 'Quand une source parle d’un actif que plusieurs pourraient être, Vigie ne devine pas : la question apparaît ici.',
            en: 'When a source mentions an asset that several could be, Vigie does not guess: the question appears here.',
          })}
        </Empty>
      )}
      {data?.items.map((question) => (
        <QuestionCard key={question.id} question={question} />
      ))}
    </Page>
  );
}

/** The list ends at five hundred: beyond, their number is not known here. */
function questionsText(count: number): Text {
  return count >= mostListed
    ? { fr: '{count} ou plus à trancher', en: '{count} or more to settle' }
    : { fr: '{count} à trancher', en: '{count} to settle' };
}

const mostListed = 500;

function QuestionCard({ question }: { question: Question }) {
  const t = useT();
  const may = useRight('operate');
  const answer = useContractMutation(answerQuestion, {
    refresh: [listQuestions],
    onDone: () => toast({ fr: 'Rapprochement tranché.', en: 'Match settled.' }, { state: 'ok' }),
  });
  const settle = (assetId: string | null): void =>
    answer.mutate({ params: { id: question.id }, body: { assetId } });
  const shared = question.claim.identities;
  return (
    <article className="card padded question">
      <header>
        <h2>
          {t(
            {
              fr: '« {name} », annoncé par {source} : lequel est-ce ?',
              en: '“{name}”, announced by {source}: which one is it?',
            },
            { name: question.claim.name, source: t(question.source.title) },
          )}
        </h2>
        <span className="muted">
          <Time at={question.askedAt} />
        </span>
      </header>
      <ul className="question-reasons">
        {question.reasons.map((reason) => (
          <li key={reason.en}>{t(reason)}</li>
        ))}
      </ul>
      {answer.error !== null && (
        <div role="alert">
          <Band state="down">{t(answer.error.text)}</Band>
        </div>
      )}
      <div className="question-sides">
        <Side
          title={t({ fr: 'Ce qu’annonce la source', en: 'What the source announces' })}
          name={question.claim.name}
          type={question.claim.type}
          identities={question.claim.identities}
          shared={question.candidates.flatMap((candidate) => candidate.identities)}
        />
        {question.candidates.map((candidate) => (
          <Side
            key={candidate.id}
            title={t({ fr: 'Déjà sur la carte', en: 'Already on the map' })}
            asset={candidate}
            name={candidate.name}
            type={candidate.type}
            identities={candidate.identities}
            shared={shared}
            {...(may
              ? {
                  action: (
                    <Button loading={answer.isPending} onClick={() => settle(candidate.id)}>
                      {t({ fr: 'C’est celui-ci', en: 'It is this one' })}
                    </Button>
                  ),
                }
              : {})}
          />
        ))}
      </div>
      {may && (
        <div className="row wrap">
          <Button variant="subtle" loading={answer.isPending} onClick={() => settle(null)}>
            {t({ fr: 'Aucun : c’est un autre actif', en: 'None: it is another asset' })}
          </Button>
        </div>
      )}
    </article>
  );
}

type Identities = Question['claim']['identities'];

interface SideProps {
  readonly title: string;
  readonly asset?: Question['candidates'][number];
  readonly name: string;
  readonly type: string;
  readonly identities: Identities;
  /** Identities of the other side: those in common are marked. */
  readonly shared: Identities;
  readonly action?: React.ReactNode;
}

function Side({ title, asset, name, type, identities, shared, action }: SideProps) {
  const t = useT();
  const isShared = ({ kind, value }: Identities[number]): boolean =>
    shared.some((other) => other.kind === kind && other.value === value);
  return (
    <section className={asset === undefined ? 'question-side claim' : 'question-side'}>
      <h3 className="muted">{title}</h3>
      <p>
        <strong>{asset === undefined ? name : <AssetLink asset={asset}>{name}</AssetLink>}</strong>
        <br />
        <span className="muted">{t(assetTypeText(type))}</span>
      </p>
      <dl className="facts">
        {identities.map((one) => (
          <IdentityPair key={`${one.kind} ${one.value}`} identity={one} common={isShared(one)} />
        ))}
      </dl>
      {action}
    </section>
  );
}

function IdentityPair({ identity, common }: { identity: Identities[number]; common: boolean }) {
  const t = useT();
  return (
    <>
      <dt>{t(identityKindText(identity.kind))}</dt>
      <dd>
        <code className={common ? 'in-common' : ''}>{identity.value}</code>
        {common && <span className="visually-hidden"> {t({ fr: 'en commun', en: 'in common' })}</span>}
      </dd>
    </>
  );
}
