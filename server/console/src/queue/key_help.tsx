// The list of keys, as a dialog.

import { useEffect, useRef } from "preact/hooks";
import { Store, useStore } from "../store.ts";
import { strings } from "../strings/index.ts";
import { keyHelp } from "./keys.ts";

export const helpOpen = new Store(false);

export function KeyHelp() {
  const open = useStore(helpOpen);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  if (!open) return null;
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={() => helpOpen.set(false)}>
      <h2 id="help-title">{strings().help}</h2>
      <dl class="keys">
        {keyHelp().map(({ shown, means }) => (
          <div key={shown}>
            <dt>
              {shown.split(" ").map((part) => (
                <kbd key={part}>{part}</kbd>
              ))}
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
      <p>
        <button type="button" autofocus onClick={() => helpOpen.set(false)}>
          {strings().close}
        </button>
      </p>
    </dialog>
  );
}
