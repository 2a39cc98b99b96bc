import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { nameOf, pText } from './model';
import type { Experiment, MetricResult } from './queries';
import { chanceText, rangeText } from './values';

interface Props {
  result: MetricResult;
  experiment: Experiment;
}

/** Each variant against the control, by every reading: sequential, frequentist and Bayesian. */
export function Comparisons({ result, experiment }: Props) {
  const { t, i18n } = useTranslation('experiments');
  const format = useFormat();
  const level = format.percent((1 - experiment.alpha) * 100);
  return (
    <Table.ScrollContainer minWidth={720} type="native" tabIndex={0}>
      <Table verticalSpacing={4} fz="sm" aria-label={t('compare.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.variant')}</Table.Th>
            <Table.Th ta="right">{t('compare.sequential', { level })}</Table.Th>
            <Table.Th ta="right">{t('compare.p')}</Table.Th>
            <Table.Th ta="right">{t('compare.frequentist', { level })}</Table.Th>
            <Table.Th ta="right">{t('compare.p')}</Table.Th>
            <Table.Th ta="right">{t('compare.bayesian', { level: format.percent(95) })}</Table.Th>
            <Table.Th ta="right">{t('compare.better')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {result.against.map((one) => (
            <Table.Tr key={one.variant} className="tabular">
              <Table.Td fw={600}>{nameOf(experiment, one.variant)}</Table.Td>
              <Table.Td ta="right">{rangeText(one.always_valid_interval, format)}</Table.Td>
              <Table.Td ta="right">{pText(one.always_valid_p, i18n.language)}</Table.Td>
              <Table.Td ta="right">{rangeText(one.lift_interval, format)}</Table.Td>
              <Table.Td ta="right">{pText(one.p_adjusted, i18n.language)}</Table.Td>
              <Table.Td ta="right">
                {one.lift_credible === null ? '–' : rangeText(one.lift_credible, format)}
              </Table.Td>
              <Table.Td ta="right">{chanceText(one.probability_better, format)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
