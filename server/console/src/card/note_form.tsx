// A moderator's note on a comment or its author, kept at once.

import { useState } from "preact/hooks";
import { post } from "../api/client.ts";
import { announce, complain } from "../parts/announce.ts";
import { strings } from "../strings/index.ts";

export function NoteForm({ comment, kept }: { comment: string; kept: () => void }) {
  const words = strings();
  const [text, setText] = useState("");
  const keep = async (about: "notes" | "author/notes") => {
    if (!text.trim()) return;
    try {
      await post(`/v1/comments/${encodeURIComponent(comment)}/${about}`, { text: text.trim() });
      setText("");
      announce(words.note_kept);
      kept();
    } catch (refusal) {
      complain(refusal);
    }
  };
  return (
    <form
      class="note-form"
      onSubmit={(event) => {
        event.preventDefault();
        void keep("notes");
      }}
    >
      <label>
        {words.note}
        <textarea rows={2} maxLength={2000} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <p class="buttons">
        <button disabled={!text.trim()}>{words.note_on_comment}</button>
        <button type="button" disabled={!text.trim()} onClick={() => void keep("author/notes")}>
          {words.note_on_author}
        </button>
      </p>
    </form>
  );
}
