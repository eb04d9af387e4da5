import { Button, Select } from '@mantine/core';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import { useState } from 'react';
import { formatDuration } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { Section } from '#console/kit/page.tsx';
import { useRight } from '#console/session.ts';
import type { Demo } from './api.ts';
import { speeds, useSpeedText, usualSpeed } from './speeds.tsx';
import { usePlayer } from './use-player.tsx';

type Scenario = Demo['scenarios'][number];

/** The days that can be played, each with its story and its steps. */
export function DemoScenarios({ demo }: { demo: Demo }) {
  const t = useT();
  const mayPlay = useRight('operate');
  const command = usePlayer();
  const [speed, setSpeed] = useState<number>(demo.player?.speed ?? usualSpeed);
  const play = async (scenario: Scenario): Promise<void> => {
    const other = demo.player !== null && demo.player.status !== 'ended' ? demo.player : null;
    const yes =
      other === null ||
      (await confirm({
        title: t({ fr: 'Jouer « {title} » ?', en: 'Play “{title}”?' }, { title: t(scenario.title) }),
        body: t(
          {
            fr: '« {title} » est en cours : le parc revient d’abord au calme.',
            en: '“{title}” is under way: the estate first goes back to calm.',
          },
          { title: t(other.title) },
        ),
        action: t({ fr: 'Jouer', en: 'Play' }),
        destructive: false,
      }));
    if (yes) command.play(scenario.id, speed);
  };
  return (
    <Section
      title={t({ fr: 'Scénarios', en: 'Scenarios' })}
      count={demo.scenarios.length}
      {...(mayPlay ? { actions: <SpeedSelect speed={speed} onChange={setSpeed} /> } : {})}
    >
      <ul className="demo-scenarios">
        {demo.scenarios.map((scenario) => (
          <li key={scenario.id} className="card demo-scenario">
            <ScenarioCard scenario={scenario} player={demo.player} speed={speed} />
            {mayPlay && (
              <div>
                <Button
                  leftSection={<IconPlayerPlay size={16} />}
                  disabled={command.busy}
                  onClick={() => void play(scenario)}
                >
                  {demo.player?.scenarioId === scenario.id
                    ? t({ fr: 'Rejouer', en: 'Play again' })
                    : t({ fr: 'Jouer', en: 'Play' })}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function SpeedSelect({ speed, onChange }: { speed: number; onChange: (speed: number) => void }) {
  const t = useT();
  const speedText = useSpeedText();
  return (
    <Select
      aria-label={t({ fr: 'Vitesse', en: 'Speed' })}
      data={speeds.map((one) => ({ value: String(one), label: speedText(one).replace(/\.$/, '') }))}
      value={String(speed)}
      onChange={(value) => value !== null && onChange(Number(value))}
      allowDeselect={false}
      w={250}
    />
  );
}

interface ScenarioCardProps {
  readonly scenario: Scenario;
  readonly player: Demo['player'];
  readonly speed: number;
}

function ScenarioCard({ scenario, player, speed }: ScenarioCardProps) {
  const t = useT();
  const language = useLanguage();
  const lastMinutes = scenario.steps.at(-1)?.afterMinutes ?? 0;
  const doing = player?.scenarioId === scenario.id ? player.step : 0;
  return (
    <>
      <h3>{t(scenario.title)}</h3>
      <p>{t(scenario.story)}</p>
      <details className="form-more demo-steps">
        <summary>
          {t(
            {
              fr: '{count} étape, jouée en {time}|{count} étapes, jouées en {time}',
              en: '{count} step, played in {time}|{count} steps, played in {time}',
            },
            { count: scenario.steps.length, time: formatDuration((lastMinutes * 60) / speed, language) },
          )}
        </summary>
        <ol>
          {scenario.steps.map((step, index) => (
            <li
              key={step.say.fr}
              className={index < doing ? 'done' : ''}
              {...(index === doing - 1 ? { 'aria-current': 'step' as const } : {})}
            >
              <span className="num muted">{formatDuration(step.afterMinutes * 60, language)}</span>
              <span>{t(step.say)}</span>
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}
