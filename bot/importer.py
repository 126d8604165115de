"""Where the training data of the assistant comes from: one file per topic, joined with what all topics share."""

from __future__ import annotations

from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot import private_logs
from bot.nlu.signal_examples import FOLDER as SIGNAL_FOLDER
from bot.nlu.signal_examples import signal_examples
from bot.nlu.signal_intents import INTENTS_OF

TOPIC_FOLDER = "domain"


class TwiceDefined(RasaException):
    """Two domain files define the same response, slot, form or action; the message names both files."""


def domain_files(shared_file: Path) -> list[Path]:
    """The shared domain file and, sorted by name, the topic files in the folder `domain` beside it."""
    topics = sorted((shared_file.parent / TOPIC_FOLDER).glob("*.yml"))
    return [shared_file, *topics]


class TopicImporter(RasaFileImporter):
    """Reads `domain.yml` joined with every `domain/*.yml`, and beside the NLU data the examples of signals, so that
    Rasa's own commands work without arguments."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        private_logs.install()
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        self._signal_folders = [Path(path) / SIGNAL_FOLDER for path in paths]

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples of intents and, without an intent, those of signals.

        Raises:
            BadSignalExample: when a file of signals is not as it must be.
        """
        signals = [each for folder in self._signal_folders for each in signal_examples(folder, INTENTS_OF)]
        data = super().get_nlu_data(language)
        # Not merged, for that would copy tens of thousands of examples.
        others = (data.entity_synonyms, data.regex_features, data.lookup_tables, data.responses)
        return TrainingData([*data.training_examples, *signals], *others)

    @cached_method
    def get_domain(self) -> Domain:
        """The whole domain.

        Raises:
            TwiceDefined: when a topic defines again what another file has defined.
        """
        if not self._domain_path or not Path(self._domain_path).is_file():
            return super().get_domain()
        whole = Domain.empty()
        owners: dict[tuple[str, str], Path] = {}
        for path in domain_files(Path(self._domain_path)):
            part = Domain.from_path(str(path))
            for key in _definitions(part):
                if key in owners:
                    raise TwiceDefined(f"{key[0]} {key[1]!r} is defined in {owners[key]} and again in {path}")
                owners[key] = path
            whole = whole.merge(part)
        return whole


def _definitions(part: Domain) -> set[tuple[str, str]]:
    data = part.as_dict()
    return {(section, name) for section in ("responses", "slots", "forms") for name in data.get(section) or {}}
