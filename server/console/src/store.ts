// A value that views can watch. Small enough that no library is needed for it.

import { useLayoutEffect, useState } from "preact/hooks";

export class Store<T> {
  private readonly watchers = new Set<() => void>();
  constructor(private value: T) {}

  get(): T {
    return this.value;
  }

  set(value: T): void {
    this.value = value;
    for (const watcher of [...this.watchers]) watcher();
  }

  /** Runs `watcher` after each set; the result ends it. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }
}

/** The value now; the component renders again whenever it is set. */
export function useStore<T>(store: Store<T>): T {
  const [, again] = useState(0);
  const value = store.get();
  useLayoutEffect(() => {
    const render = () => again((times) => times + 1);
    // It may have been set between rendering and now.
    if (store.get() !== value) render();
    return store.watch(render);
  }, [store]);
  return value;
}
