// The views of the console, in the order of the navigation.

import type { ComponentType } from "preact";
import type { Role } from "../api/types.ts";
import { QueueView } from "../queue/queue_view.tsx";
import type { Strings } from "../strings/en.ts";

export interface View {
  /** First segment of the address. */
  name: string;
  title: (words: Strings) => string;
  Show: ComponentType<{ path: string[] }>;
  /** Whether the navigation offers it to a role; without it the view is only reached by links. */
  inNavigation?: (role: Role) => boolean;
}

const everybody = () => true;

export const views: View[] = [
  { name: "queue", title: (words) => words.view_queue, Show: QueueView, inNavigation: everybody },
];
