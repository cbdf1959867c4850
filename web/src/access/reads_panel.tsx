// Who has read this child's record: asked for only when somebody wants to know, because asking is itself a look.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { RecordRead } from '../api/types';
import { Badge, Broken, Section, Waiting } from '../core/blocks';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { ListFoot } from '../core/list_foot';
import { useList } from '../core/use_list';
import { useJournalWords } from './journal_words';

function Read({ read }: { read: RecordRead }) {
  const { t, instant } = useFormat();
  const words = useJournalWords();
  const who = [read.name, words.role(read.role), read.office?.name].filter(Boolean).join(' · ');
  return (
    <li>
      <div>
        <div className="row">
          <strong>{who}</strong>
          {read.event === 'denied' ? <Badge tone="warn">{words.event('denied')}</Badge> : null}
        </div>
        <div className="small">
          {words.kind(read.kind)} · {words.purpose(read.purpose)} · {words.fieldClass(read.field_class)}
        </div>
        <div className="soft small number">
          {instant(read.at)} · {t('journal.entry', { entry: read.entry })}
        </div>
      </div>
    </li>
  );
}

function Reads({ child }: { child: string }) {
  const { t } = useTranslation();
  const { items, query } = useList<RecordRead>(`/children/${child}/reads`, {});
  if (query.isPending) return <Waiting rows={3} />;
  if (query.isError) return <Broken cause={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      {items.length === 0 ? <p className="soft" style={{ margin: 0 }}>{t('reads.none')}</p> : null}
      <ul className="people">
        {items.map((read) => (
          <Read key={read.entry} read={read} />
        ))}
      </ul>
      <ListFoot
        shown={items.length}
        total={null}
        more={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  );
}

export function ReadsPanel({ child }: { child: string }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <Section title={t('reads.title')}>
      {opened ? (
        <Reads child={child} />
      ) : (
        <>
          <p className="soft small" style={{ margin: '0 0 12px' }}>{t('reads.hint')}</p>
          <Button variant="default" h={44} leftSection={<Icon name="eye" size={18} />} onClick={() => setOpened(true)}>
            {t('reads.show')}
          </Button>
        </>
      )}
    </Section>
  );
}
