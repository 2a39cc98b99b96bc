import type { ComponentType } from 'react';
import type { Environment } from '../search';
import { TargetingTab } from '../targeting/TargetingTab';
import { HistoryTab } from './HistoryTab';
import type { Flag } from './queries';
import { ScheduleTab } from './ScheduleTab';
import type { FlagTab } from './search';
import { VariantsTab } from './VariantsTab';
import { WhyTab } from './WhyTab';

export interface FlagTabProps {
  flag: Flag;
  environment: Environment;
}

export const TAB_COMPONENTS: Record<FlagTab, ComponentType<FlagTabProps>> = {
  targeting: TargetingTab,
  variants: VariantsTab,
  history: HistoryTab,
  why: WhyTab,
  schedule: ScheduleTab,
};
