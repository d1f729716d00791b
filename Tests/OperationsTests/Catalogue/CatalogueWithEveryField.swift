/// A catalogue that has every field there is, as the writer writes it.
let fullText = """
  version: 1

  organisation:
    key: fabriek
    name: Fabriek
    zone: Europe/Brussels
    languages: [nl, en, fr]
    phone: "+32 9 210 10 10"
    email: team@fabriek.example

  closureSets:
    - { key: statutory, name: Wettelijke feestdagen, file: closures/belgium-statutory.ics }
    - key: scholen
      name: { nl: Scholen, en: Schools }
      kind: information
      publishedThrough: 2027
      source: { name: Onderwijs, url: "https://onderwijs.example", checkedOn: 2026-11-01 }
      days:
        - { from: 2026-11-02, until: 2026-11-08, name: { nl: Herfst, fr: Automne } }
        - { from: 2026-12-24, name: Vrij }
    - { key: stad, name: Stad, kind: closure, days: [] }

  venues:
    - key: huis
      name: { nl: Huis, en: House, fr: Maison }
      address: { street: Straat 1, postcode: "9000", city: Gent }
      zone: Europe/Paris
      geo: { latitude: 51.05, longitude: -3.7 }
      opening:
        - { days: [mo, tu], from: "08:30", until: "24:00" }
      closures: [statutory]
      layers: [scholen]
      rooms:
        - key: a
          name: { nl: Zaal A, en: Room A }
          layouts: { theatre: 60 }
          features: [projector, step-free]
        - { key: b, name: Zaal B }
      combinations:
        - { key: ab, name: Samen, rooms: [a, b], layouts: { boardroom: 20, theatre: 110 } }

  partners:
    - key: bank
      name: Bank
      kind: bank
      partnership: { type: supporting, since: 2026-01-01, until: 2027-12-31 }
      about: Over ons
      languages: [nl, fr]
      website: https://bank.example
      phone: "09 210 10 10"
      email: bank@bank.example
      address: { street: Straat 2, postcode: "9000", city: Gent }
      zone: Europe/London
      closures: []
      layers: [scholen]
      advisers:
        - key: an
          name: An
          email: an@bank.example
          languages: [fr]
          zone: UTC
          availability:
            - { days: [mo], from: "09:00", until: "12:00", places: [venue, partner, online] }
            - rule: FREQ=WEEKLY;INTERVAL=2;BYDAY=TU
              from: "09:00"
              until: "12:00:30"
              validFrom: 2026-01-06
              validUntil: 2026-12-31
              types: [krediet]
          exceptions:
            - { date: 2026-12-29, closed: true, reason: verlof }
            - date: 2027-01-09
              closed: false
              from: "10:00"
              until: "12:00"
              places: [online]
              types: [krediet, elders]
      appointmentTypes:
        - key: krediet
          name: Krediet
          about: |-
            Eerste regel

            Tweede regel
          contact: slots
          minutes: [45, 30]
          step: 15
          buffer: { before: 5, after: 10 }
          notice: PT36H
          horizon: { days: 60 }
          caps: { day: 6, week: 20 }
          places: [venue]
          room: { layout: boardroom, people: 3, features: [step-free] }
          assignment: collective
          approval: partner
          approvalWithin: PT48H
          answerWithin: 5
          change: { moveUntil: PT12H, cancelUntil: PT2H }
          toDos: [plan]
          questions:
            - { key: bedrag, text: Hoeveel?, kind: number, required: true }
            - { key: soort, text: Welk?, kind: one, required: false, options: ["1 jaar", Langer] }
            - key: doel
              text: Waarvoor?
              kind: one
              required: false
              options:
                - "2 jaar"
                - { key: langer, text: { nl: Langer, en: Longer } }
          bring: Je plan
          price: Gratis
          languages: [nl]
          advisers: [an]
          url: https://meet.example/an
          phone: "09 210 10 11"
          email: krediet@bank.example
        - key: elders
          name: Elders
          contact: ownPage
          assignment: leastLoaded
          approval: none
          url: https://bank.example/#elders

  toDos:
    - key: plan
      title: Plan
      what: Wat het is
      level: federal
      phase: earlyGrowth
      required: true
      after: [idee]
      source: { name: VLAIO, url: "https://vlaio.be", checkedOn: 2026-11-01 }
      valid: { from: 2026-01-01, until: 2026-12-31 }
      when:
        all:
          - any:
              - { phase: [preStarter, earlyGrowth] }
              - { not: { financing: [none, savings, loan] } }
          - { not: { student: [unknown] } }
          - { financing: [loan] }
    - key: idee
      title: Idee
      what: Wat het is
      level: ghent
      phase: grower
      required: false
      source: { name: Stad Gent, checkedOn: 2026-11-01 }

  intake:
    version: 3
    questions:
      - { key: phase, text: Waar sta je?, why: Daarom, kind: one, options: [preStarter, earlyGrowth] }
      - { key: student, text: Student?, kind: yesNoUnknown, when: { phase: [preStarter] } }
      - key: financing
        text: Geld?
        kind: many
        options:
          - none
          - { key: savings, text: Spaargeld }
          - { key: loan, text: { nl: Lening, fr: Prêt } }

  targetGroups:
    - { key: jong, name: Jong, when: { student: ["yes"] } }

  """
