"""What reading a form gives, whatever file it stood in."""

from dataclasses import dataclass

from nyhavn.exchange.incoming.dictionary import Reading
from nyhavn.framework.form_page import FormLayout
from nyhavn.framework.instrument import Instrument


@dataclass(frozen=True)
class Form:
    """What a form asks, what a page needs beyond that, and, of a dictionary, how answers stand in a file."""

    instrument: Instrument
    layout: FormLayout
    readings: tuple[Reading, ...] = ()
