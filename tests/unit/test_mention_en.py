"""What may be named of an English utterance, and what may not."""

import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.mention_en import paths


@pytest.mark.parametrize(
    ("utterance", "phrase"),
    [
        ("the lift keeps breaking down and your engineers never turn up", "the lift that keeps breaking down"),
        ("our cold store broke down last week", "your cold store that broke down"),
        ("the leaseholders aren't paying their share", "the leaseholders who aren't paying their share"),
        ("the shops don't pay me the rent any more", "the unpaid rent"),
        ("I don't recognise this invoice at all", "the invoice that you don't recognise"),
        ("the screws you send us keep snapping", "the screws that we send you"),
        ("until you fix those doors that bang all night", "the doors that bang"),
        ("the penalties that I put in writing haven't been taken off", "the penalties that you put in writing"),
        ("you billed four pallets and three turned up", "the pallets that we billed"),
        ("my daughter is in intensive care", "your daughter in intensive care"),
        ("the company's in liquidation", "the company in liquidation"),
        ("I lost my dad at Christmas", "the loss of your dad"),
        ("the reminder fees though, take those off", "the reminder fees"),
        ("it is the next payment run", "the payment run"),
        ("there's an administrator appointed by the court", "an administrator appointed by the court"),
        ("I've got the signed docket", "the signed docket"),
        ("it is the button panel or just the panel", "the button panel"),
        ("there are call-out charges on the bill", "the call-out charges on the bill"),
        ("I sent the signed docket to your driver", "the signed docket that you sent to our driver"),
        ("with all the delays we had on the big crane", "the delays that you had on the big crane"),
        ("the rebate is late again this time", "the rebate that is late again"),
        ("the painting was done badly this year", "the painting that was done badly"),
        ("the bolt sticks and the hinges squeak", "the bolt that sticks"),
        ("the hinges squeak whenever it rains", "the hinges that squeak"),
        ("a pipe burst in the cellar", "a pipe that burst in the cellar"),
        ("the laundry shrank the aprons", "the laundry that shrank the aprons"),
        ("the stove you fitted smells of burning", "the stove that we fitted"),
        ("the van was stolen with the tools in it", "the van that was stolen"),
        ("the fees are bigger than the bill", "the fees that are bigger than the bill"),
        ("my cousin who does the books went home", "your cousin who does the books"),
        ("it shows a visit that never took place", "a visit that never took place"),
        ("my husband's ill and nobody drives", "your husband who is ill"),
        ("I saw my neighbour's broken van", "your neighbour's broken van"),
        ("dad's got dementia", "your dad who has got dementia"),
        ("the bank's app is down", "the bank's app that is down"),
        ("the ceiling fell in and we closed", "the ceiling that fell in"),
        ("we handed the spare keys back", "the spare keys that you handed back"),
        ("the sprinkler stopped three times", "the sprinkler that stopped"),
    ],
)  # fmt: skip
def test_it_may_be_named(utterance: str, phrase: str) -> None:
    assert paths(utterance, lemma).accepts(phrase)


@pytest.mark.parametrize(
    ("utterance", "phrase"),
    [
        ("the lift is breaking down all the time", "the lift is breaking down"),
        ("the bank pulled our overdraft", "the overdraft pulled"),
        ("you never delivered the goods we ordered", "the delivered goods"),
        ("if the big pump is broken I will not pay", "the big pump that is broken"),
        ("the job was done badly so I'm not paying because of the job", "the unpaid job"),
        ("the invoice was paid in part only", "the unpaid invoice"),
        ("a couple of invoices look wrong", "a couple of invoices"),
        ("the copier jams every day", "the copier jams"),
        ("what happened on site with the crane", "the site with the crane"),
        ("you have to write to the bank", "the write to the bank"),
        ("you are a bunch of thieves", "a bunch of thieves"),
        ("your colleague waived the old invoice", "the old invoice that our colleague waived"),
        ("I am paying the bill", "your paying"),
        ("the painting was done badly this year", "the painting that was done"),
        ("I sent the signed docket to your driver", "the signed docket that you sent"),
        ("the caretaker told me to ask whether that is right", "the caretaker that told you to ask whether"),
        ("you got the delivery address wrong", "the delivery address wrong"),
        ("I expected some allowance with the price", "the allowance with the price"),
        ("send it so that the new bookkeeper can check", "the new bookkeeper who can check"),
        ("I'm only the temp from the agency", "the temp from the agency"),
        ("ring me on the boat", "the boat"),
        ("that works for both of us", "the works"),
        ("I would go along with the shorter plan", "the along with the shorter plan"),
        ("the repair crew's been failing at it", "the repair crew's"),
        ("she has the letters we've sent", "the letters that we've"),
        ("hang on while I shut the gate", "the gate"),
        ("hang on, the dog is at the door", "the dog that is at the door"),
        ("the bread burns on one side", "the bread burns"),
        ("my wife had a stroke in april", "your wife who had a stroke in"),
        ("the stove you fitted wore down in a year", "the stove that we fitted wore down"),
        ("the plumber says the pump is upside down", "the plumber who says the pump"),
        ("the boys won't wear them", "the boys who won't wear"),
        ("the scanner reads the labels wrong", "the scanner that reads the labels"),
        ("your men left the windows open", "our men who left the windows"),
        ("the client went bust owing us eleven thousand", "the client who went bust owing you"),
        ("the client went bust owing us eleven thousand", "the bust owing"),
        ("the mould in unit four is back", "the mould in unit"),
        ("the tenants on the second floor left", "the tenants on the floor"),
        ("the training day never happened", "the training"),
        ("it belongs to the shop next door", "the shop"),
        ("the new machine is worse than the old one", "the new machine that is worse"),
        ("the new machine is worse than the old one", "the old"),
        ("we settled the bill in cash with your rep", "the bill in cash"),
        ("your desk closed my ticket without fixing anything", "your ticket without fixing"),
        ("the staff room ceiling leaks", "the staff room ceiling who leaks"),
        ("I lent the shop my own savings", "the shop that you lent"),
        ("we pay our suppliers on fridays", "your suppliers that you pay"),
        ("you see the plants need water", "the plants that we see"),
        ("can you resend the signed docket", "the signed docket that we resend"),
        ("parts we supplied ourselves", "the ourselves that you supplied"),
        ("the buyer is waiting for his loan", "the buyer who is waiting"),
        ("the tiles cracked as soon as the frost came", "the tiles that cracked as soon as the frost"),
        ("two hundred a month suits me", "a month suits"),
        ("would a standing order suit you", "a standing order suit"),
        ("her new replacement starts on monday", "the new replacement starts"),
        ("we had a deal with Mr Okafor", "the Mr Okafor"),
        ("next door's alarm rings", "the door's alarm"),
        ("the old card expired in may", "the old card that expired in"),
        ("the lab handles payments not us", "the lab that handles payments not you"),
        ("the shop crashed after I typed it", "the shop that crashed after you"),
        ("you have got a nerve calling me again", "a nerve calling"),
    ],
)
def test_it_may_not_be_named(utterance: str, phrase: str) -> None:
    assert not paths(utterance, lemma).accepts(phrase)


@pytest.mark.parametrize("utterance", ["", "yes", "no no", "three thousand pounds", "?", "...", "'", "the", "not"])
def test_of_little_words_nothing_is_named(utterance: str) -> None:
    assert paths(utterance, lemma).empty
