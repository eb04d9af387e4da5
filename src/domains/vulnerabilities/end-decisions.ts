import { sql } from 'kysely';
import { announce } from '#platform/events.ts';
import type { Job } from '#platform/jobs.ts';

/** Tells as news, once, each decision whose date has passed: what it put aside is to be dealt with again. */
export const endDecisions: Job = {
  id: 'vulnerabilities.end-decisions',
  title: {
    fr: 'Signaler les décisions sur des vulnérabilités qui ont expiré',
    en: 'Tell the decisions on vulnerabilities that have expired',
  },
  schedule: '* * * * *',
  run: async (app) => {
    const { rows } = await sql<{ id: string }>`
      with ended as (
        update vulnerabilities.decision as decision set expiry_told_at = now()
        where decision.expires_at <= now() and decision.revoked_at is null and decision.expiry_told_at is null
        returning decision.id, decision.vulnerability_id, decision.status, decision.created_by_name, decision.expires_at,
          coalesce(decision.asset_id, decision.service_id) as asset_id, decision.component_id
      ), told as (
        insert into vulnerabilities.news (at, kind, vulnerability_id, text, detail)
        select ended.expires_at, 'decision_expired', ended.vulnerability_id,
          jsonb_build_object(
            'fr', 'La décision de ' || ended.created_by_name || ' sur ' || vulnerability.name || coalesce(' (' || subject.name || ')', '')
              || ' a expiré : à traiter de nouveau',
            'en', 'The decision of ' || ended.created_by_name || ' on ' || vulnerability.name || coalesce(' (' || subject.name || ')', '')
              || ' has expired: to be dealt with again'),
          jsonb_build_object('decisionId', ended.id, 'status', ended.status)
        from ended
        join vulnerabilities.vulnerability as vulnerability on vulnerability.id = ended.vulnerability_id
        left join lateral (
          select asset.name from map.asset as asset where asset.id = ended.asset_id
          union all
          select component.name || ' ' || component.version from map.component as component where component.id = ended.component_id
        ) as subject on true
        returning id
      )
      select id from ended
    `.execute(app.db);
    if (rows.length === 0) return;
    await announce(app.db, 'decision');
    await announce(app.db, 'vulnerability');
  },
};
