import { useMutation, useQueryClient } from '@tanstack/react-query';

/** A mutation after which everything about admins, and the reader's own rights, is read anew. */
export function useChange<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(
        [['admin-users'], ['capabilities']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
