import type { Schema } from '@/api/client';

export type Job = Schema<'ImportJob'>;
export type JobSummary = Schema<'ImportSummary'>;
export type JobStatus = JobSummary['status'];
export type RowCounts = Schema<'RowCounts'>;
export type ImportRow = Schema<'ImportRowView'>;
export type RowChange = Schema<'FieldChange'>;
export type MappingView = Schema<'MappingView'>;
export type MappingRequest = Schema<'MappingRequest'>;
export type DuplicatesRequest = Schema<'DuplicatesRequest'>;
export type UndoRequest = Schema<'UndoRequest'>;
export type Limits = Schema<'ImportLimits'>;
