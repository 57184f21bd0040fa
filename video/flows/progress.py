"""How far a flow has come: one step after the other, none skipped, none twice."""

from dataclasses import dataclass

from hub.errors import Conflict
from video.flows.script import Script, ScriptStep


class StepRefused(Conflict):
    """The flow does not go on like this.

    `fields['why']`: no_step, consent_first, skipped, done, answer, not_recording, no_face, document_differs.
    """

    code = "step_refused"


@dataclass(frozen=True, slots=True)
class FlowProgress:
    """A script and the names of the steps that are done."""

    script: Script
    done: tuple[str, ...] = ()

    @property
    def next(self) -> ScriptStep | None:
        """The step that comes next, None behind the last."""
        return self.script.steps[len(self.done)] if len(self.done) < len(self.script.steps) else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The steps that are not done."""
        return tuple(each.step for each in self.script.steps[len(self.done) :])

    def check(self, name: str, answer: str | None) -> ScriptStep:
        """The step, where it is its turn and the answer lets the flow go on; raises `StepRefused`."""
        step = self.script.step(name)
        if step is None:
            raise StepRefused("the script has no such step", why="no_step")
        if name in self.done:
            raise StepRefused("the step is done already", why="done")
        first = self.script.steps[0]
        if first.kind == "consent" and not self.done and name != first.step:
            raise StepRefused("the customer's consent comes first", why="consent_first")
        if step is not self.next:
            raise StepRefused("a step before it is not done", why="skipped")
        if step.answers and answer not in step.answers:
            raise StepRefused("this answer does not let the flow go on", why="answer")
        return step

    def do(self, name: str, answer: str | None) -> "FlowProgress":
        """The flow with one step more; raises `StepRefused`."""
        self.check(name, answer)
        return FlowProgress(self.script, (*self.done, name))
