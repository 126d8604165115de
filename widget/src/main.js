import { DoorstepChat } from "./element.js";

if (!customElements.get("doorstep-chat")) customElements.define("doorstep-chat", DoorstepChat);
