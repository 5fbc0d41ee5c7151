"""Every status has one colour, one icon and one word everywhere."""

import pytest

from hcec.core.drawing import icon_names
from hcec.core.lifecycle import LIFECYCLES
from hcec.core.statuses import LOOKS, Tone, discover, look_of, looks

discover()


@pytest.mark.parametrize("name", sorted(LIFECYCLES))
def test_every_state_of_a_lifecycle_has_a_look(name):
    for state in LIFECYCLES[name].states:
        look = look_of(name, state)
        assert look.word == state.label
        assert look.icon in icon_names()


@pytest.mark.parametrize("name", sorted({name for name, _state in LOOKS}))
def test_no_two_states_of_a_lifecycle_look_alike(name):
    """Colour never says anything alone: where two states share a tone, their icons differ."""
    pairs = [(look.tone, look.icon) for (lifecycle, _state), look in LOOKS.items() if lifecycle == name]
    assert len(pairs) == len(set(pairs))


def test_a_state_without_a_look_stops_the_start():
    states = Tone  # any list of choices will do
    with pytest.raises(ValueError, match="without a look"):
        looks("core.sample", states, {Tone.GOOD: (Tone.GOOD, "check-circle")})
