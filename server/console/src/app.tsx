// The frame around the views: who is logged in, where one can go, what just happened.

import type { ComponentChildren } from "preact";
import { logOut, session } from "./api/client.ts";
import { announcement, complain } from "./parts/announce.ts";
import { icon } from "./parts/icon.ts";
import { prefer, preferences } from "./parts/preferences.ts";
import { helpOpen, KeyHelp } from "./queue/key_help.tsx";
import { queue } from "./queue/queue_view.tsx";
import { addressOf, Go, place } from "./router.tsx";
import { useStore } from "./store.ts";
import { language, languages, speak, strings, type Language } from "./strings/index.ts";
import { LogIn } from "./views/login.tsx";
import { views } from "./views/views.tsx";

function Navigation({ current }: { current: string }) {
  const words = strings();
  const role = session.get()?.moderator.role ?? "viewer";
  return (
    <nav class="views" aria-label={words.navigation}>
      {views
        .filter(({ inNavigation }) => inNavigation?.(role))
        .map(({ name, title }) => (
          <Go key={name} to={addressOf([name])} current={name === current}>
            {title(words)}
          </Go>
        ))}
    </nav>
  );
}

function Choices() {
  const words = strings();
  const { blur } = useStore(preferences);
  return (
    <details class="choices">
      <summary>{session.get()?.moderator.login}</summary>
      <div class="menu boxed">
        <label>
          {words.language}
          <select value={language.get()} onChange={(event) => speak(event.currentTarget.value as Language)}>
            {Object.entries(languages).map(([tag, name]) => (
              <option key={tag} value={tag} lang={tag}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="check">
          <input type="checkbox" checked={blur} onChange={(event) => prefer({ blur: event.currentTarget.checked })} /> {words.blur}
        </label>
        <button type="button" class="plain" onClick={() => helpOpen.set(true)}>
          {words.help} <kbd>?</kbd>
        </button>
        <button type="button" id="leave" class="plain" onClick={() => void logOut().catch(complain)}>
          {words.log_out}
        </button>
      </div>
    </details>
  );
}

function Said() {
  const { text, undo } = useStore(announcement);
  return (
    <div class={text ? "said" : "said empty"}>
      <span id="said" role="status">
        {text}
      </span>
      {undo && (
        <button type="button" class="plain" onClick={() => queue.undo()}>
          {strings().undo} <kbd>u</kbd>
        </button>
      )}
    </div>
  );
}

function Frame({ current, children }: { current: string; children: ComponentChildren }) {
  const words = strings();
  return (
    <>
      <a class="skip" href="#content">
        {words.skip_to_content}
      </a>
      <header class="top">
        <p class="brand">
          <img src={icon()} alt="" width="22" height="22" /> <b>{words.product}</b>
        </p>
        <Navigation current={current} />
        <Choices />
      </header>
      <main id="content" class={`view-${current}`} tabIndex={-1}>
        {children}
      </main>
      <Said />
      <KeyHelp />
    </>
  );
}

export function App() {
  useStore(language);
  const who = useStore(session);
  const { path } = useStore(place);
  if (who === undefined) return <p class="boxed">{strings().loading}</p>;
  if (who === null) return <LogIn />;
  const name = path[0] ?? "queue";
  const view = views.find((one) => one.name === name);
  const words = strings();
  document.title = `${view ? view.title(words) : words.view_missing} | ${words.product}`;
  return (
    <Frame current={name}>
      <h1 class={name === "queue" ? "visually-hidden" : undefined}>{view ? view.title(words) : words.view_missing}</h1>
      {view && <view.Show path={path.slice(1)} />}
    </Frame>
  );
}
