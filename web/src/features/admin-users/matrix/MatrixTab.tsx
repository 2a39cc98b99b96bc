import { SegmentedControl } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { MatrixView } from './MatrixView';
import { VIEWS } from './search';
import { WhyView } from './WhyView';

const route = getRouteApi('/shell/admins/permission-matrix');

/** What each role may do, and why somebody may or may not. */
export function MatrixTab() {
  const { t } = useTranslation('adminMatrix');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const view = search.view ?? 'matrix';
  return (
    <>
      <SegmentedControl
        mb="sm"
        value={view}
        onChange={(value) =>
          void navigate({ search: { view: VIEWS.find((known) => known === value) } })
        }
        data={VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
        aria-label={t('views.label')}
      />
      {view === 'matrix' ? (
        <MatrixView />
      ) : (
        <WhyView
          search={search}
          onAsk={(change) =>
            void navigate({ search: (old) => ({ ...old, ...change }), replace: true })
          }
        />
      )}
    </>
  );
}
