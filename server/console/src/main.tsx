// The console starts here.

import { render } from "preact";
import { resumeSession } from "./api/client.ts";
import { App } from "./app.tsx";
import { complain } from "./parts/announce.ts";
import { startRouter } from "./router.tsx";
import { startLanguage } from "./strings/index.ts";
import "./style/console.css";

startLanguage();
startRouter();
resumeSession().catch(complain);
render(<App />, document.getElementById("app")!);
