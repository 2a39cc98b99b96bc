import { Box, Button, Group, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '@/app/i18n';
import { RequirePermission } from '@/app/RequirePermission';
import { useAccess } from '@/features/auth/session';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { IconPlus, IconUpload } from '@/ui/icons';
import { PageHeader } from '@/ui/PageHeader';
import { BoardView } from './Board';
import { useGapColumns } from './columns';
import { type Beginning, CreateGap } from './CreateGap';
import { ExportMenu } from './ExportMenu';
import { FindingsView } from './FindingsView';
import { GapFilters } from './GapFilters';
import { ImportDialog } from './ImportDialog';
import { ProblemsDrawer } from './Problems';
import { gapsQuery, PAGE_SIZE, summaryQuery } from './queries';
import { Readiness } from './Readiness';
import { RunProgress } from './RunProgress';
import { type GapsSearch, VIEWS } from './search';
import { SummaryLine } from './SummaryLine';
import { UploadDialog } from './UploadDialog';
import { VerifyButton } from './VerifyButton';

const route = getRouteApi('/shell/gaps');

export function GapRegisterPage() {
  return (
    <RequirePermission permission="gaps:read">
      <Register />
    </RequirePermission>
  );
}

function Register() {
  const { t } = useTranslation(['gapRegister', 'common']);
  const { can } = useAccess();
  const language = currentLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const goTo = useNavigate();
  const gaps = useQuery(gapsQuery(search, language));
  const summary = useQuery(summaryQuery(language));
  const columns = useGapColumns();
  const [dialog, setDialog] = useState<'import' | 'upload' | 'check' | null>(null);
  const [beginning, setBeginning] = useState<Beginning | 'nothing' | null>(null);
  const close = () => setDialog(null);
  const open = (gapId: string) => void goTo({ to: '/gaps/$gapId', params: { gapId } });

  const { view, sort, page } = search;
  const { search: text, status, priority, module, owner, overdue } = search;
  const isFiltered = [text, status, priority, module, owner, overdue].some(
    (value) => value !== undefined,
  );
  const isEmpty = summary.data?.languages.length === 0;
  const mayWrite = can('gaps:write');
  const change = (next: Partial<GapsSearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...next }), replace: true });
  const show = (next: Partial<GapsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...next }) });
  const clear = () => void navigate({ search: { view, sort } });

  const empty = isEmpty ? (
    <EmptyState
      title={t('empty.title')}
      text={t('empty.text')}
      action={
        mayWrite ? (
          <Button
            mt="sm"
            leftSection={<IconUpload size={16} />}
            onClick={() => setDialog('import')}
          >
            {t('import.action')}
          </Button>
        ) : undefined
      }
    />
  ) : (
    <EmptyState title={t('common:table.noMatchTitle')} text={t('common:table.noMatchText')} />
  );

  return (
    <>
      <PageHeader
        title={t('title')}
        text={t('text')}
        actions={
          <>
            {can('gaps:verify') && !isEmpty && (
              <VerifyButton
                gaps={null}
                label={t('run.all')}
                onStarted={(id) => show({ run: id })}
              />
            )}
            {!isEmpty && <ExportMenu />}
            {mayWrite && (
              <>
                <Button
                  variant="default"
                  leftSection={<IconUpload size={16} />}
                  onClick={() => setDialog('import')}
                >
                  {t('import.action')}
                </Button>
                <Button variant="default" onClick={() => setDialog('upload')}>
                  {t('upload.action')}
                </Button>
                <Button
                  leftSection={<IconPlus size={16} />}
                  onClick={() => setBeginning('nothing')}
                >
                  {t('create.action')}
                </Button>
              </>
            )}
          </>
        }
      />
      {search.run !== undefined && (
        <Box mb="sm">
          <RunProgress id={search.run} onClose={() => show({ run: undefined })} />
        </Box>
      )}
      {can('gaps:verify') && !isEmpty && <Readiness />}
      <Group mb="sm" gap="sm" justify="space-between">
        {summary.data && !isEmpty && (
          <SummaryLine summary={summary.data} onCheck={() => setDialog('check')} />
        )}
        <SegmentedControl
          ml="auto"
          aria-label={t('views.label')}
          value={view ?? 'table'}
          onChange={(value) => change({ view: VIEWS.find((one) => one === value) })}
          data={[
            { value: 'table', label: t('views.table') },
            { value: 'board', label: t('views.board') },
            { value: 'findings', label: t('views.findings') },
          ]}
        />
      </Group>
      <GapFilters search={search} isActive={isFiltered} onChange={change} onClear={clear} />
      {view === 'findings' ? (
        <FindingsView
          page={page ?? 1}
          search={text}
          onPage={(next) => show({ page: next })}
          onGap={setBeginning}
        />
      ) : view === 'board' ? (
        <BoardView search={search} empty={empty} />
      ) : (
        <DataTable
          label={t('title')}
          columns={columns}
          rows={gaps.data?.items}
          rowKey={(gap) => gap.id}
          state={gaps}
          sort={sort ?? 'id'}
          onSort={(next) => change({ sort: next as GapsSearch['sort'] })}
          onRowClick={(gap) => open(gap.id)}
          isDimmed={(gap) => gap.status === 'Verified'}
          minWidth={900}
          paging={{
            page: page ?? 1,
            pageSize: PAGE_SIZE,
            total: gaps.data?.meta.total ?? 0,
            onPage: (next) => show({ page: next }),
          }}
          empty={empty}
        />
      )}
      <ImportDialog opened={dialog === 'import'} onClose={close} />
      <UploadDialog opened={dialog === 'upload'} onClose={close} />
      <ProblemsDrawer opened={dialog === 'check'} onClose={close} />
      <CreateGap beginning={beginning} onClose={() => setBeginning(null)} onCreated={open} />
    </>
  );
}
