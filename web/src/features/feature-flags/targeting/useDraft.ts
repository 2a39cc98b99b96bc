import { useState } from 'react';
import type { Configuration, Flag } from '../flag/queries';
import type { Environment } from '../search';
import { changedParts, configurationOf } from './model';

export interface Draft {
  configuration: Configuration;
  /** What differs from what is stored; null: nothing. */
  changes: Partial<Configuration> | null;
  /** Somebody else changed the flag since the draft was begun. */
  isStale: boolean;
  /** The version that the draft is a change of. */
  version: number;
  stored: Configuration;
  set: (configuration: Configuration) => void;
  discard: () => void;
}

function storedOf(flag: Flag, environment: Environment): Configuration {
  const setup = flag.setups[environment];
  if (setup === undefined) throw new Error(`The flag is not set up in ${environment}`);
  return configurationOf(setup);
}

/** An edit of how a flag is set in an environment. It follows the stored state until it differs. */
export function useDraft(flag: Flag, environment: Environment): Draft {
  const stored = storedOf(flag, environment);
  const [base, setBase] = useState({ environment, version: flag.version, stored });
  const [configuration, set] = useState(stored);
  const changes = changedParts(base.stored, configuration);
  const begin = () => {
    setBase({ environment, version: flag.version, stored });
    set(stored);
  };
  const isOther = base.environment !== environment;
  if (isOther || (base.version !== flag.version && changes === null)) begin();
  return {
    configuration,
    changes: isOther ? null : changes,
    isStale: base.version !== flag.version && changes !== null,
    version: base.version,
    stored: base.stored,
    set,
    discard: begin,
  };
}
