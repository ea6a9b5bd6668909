"""Spanish."""

from reputation.simulation.words.corpus import Corpus, Pools, lines

ITEMS = {
    "shoes": lines("""
        unas alpargatas
        unas botas de piel
        unas sandalias
        unos zapatos de colegio
        unas zapatillas de lona
        unos mocasines
    """),
    "travel": lines("""
        una semana en Menorca
        dos noches en la sierra
        un viaje en ferri
        una ruta a pie
        un fin de semana en familia
        una excursión en autobús
    """),
    "appliances": lines("""
        una lavadora
        la nevera
        un aspirador
        una placa de inducción
        un lavavajillas
        una batidora
    """),
}

GOODS = Pools(
    well=lines("""
        Pedí {item} el domingo y el miércoles estaba en casa.
        Compré {item} y es tal como se ve en la foto.
        Segunda compra aquí, esta vez {item}.
        Necesitaba {item} con prisa y cumplieron.
        Bien embalado y sin plástico. Había pedido {item}.
        Llamé antes de elegir {item} y me aconsejaron bien.
        El precio final estaba claro desde el principio: {item}, sin extras.
        Llegó un día tarde por el festivo, por lo demás perfecto. Era para {item}.
        Llevamos un mes usando lo que compramos, {item}, y sin quejas.
        Cambiaron el modelo sin problemas, al final me quedé con {item}.
        Pagué {item} con tarjeta, la factura llegó en una hora.
        Recogí {item} en la tienda, a la hora que dijeron.
        Comparé varias tiendas para comprar {item} y no me arrepiento.
        Un regalo: {item}, llegó a tiempo.
    """),
    well_more=lines("""
        Volveré a comprar.
        El seguimiento era exacto.
        Una pregunta y una respuesta el mismo día.
        La caja podría ser más pequeña.
        Nada de publicidad después, gracias.
        El código del recibo venía dentro.
        Algo más caro, pero vale la pena.
        Las fotos no engañan.
        Sin sorpresas al pagar.
        Buena relación calidad-precio.
        La caja venía golpeada, el contenido no.
        Nada que añadir.
    """),
    solved=lines("""
        Primero mandaron otra cosa, después {item} por urgente.
        Venía con un golpe. Una foto y en cuatro días otro envío. Se trata de {item}.
        Una semana de retraso y devolvieron los portes. Esperaba {item}.
        Se estropeó al mes y lo repararon gratis. Compré {item}.
        Se perdió el paquete y enviaron de nuevo {item} sin discutir.
        Cobro doble, devuelto tras una llamada. Fue con {item}.
    """),
    solved_more=lines("""
        Errores hay en todas partes, así se arreglan.
        Tuve que explicarlo dos veces.
        Al final, contento.
        Correcto.
    """),
    unsolved=lines("""
        Se rompió a las tres semanas y dicen que es el uso. Compré {item}.
        Falta medio pedido y aseguran que iba completo. Había pedido {item}.
        Seis semanas para recibir {item} y es otro modelo.
        Según el seguimiento, la devolución llegó hace un mes. Nadie la registra. Se trata de {item}.
        La tienda culpa al transportista y el transportista a la tienda. Había pedido {item}.
        Me ofrecen un vale en lugar de cambiar {item}. No quiero un vale.
    """),
    unsolved_more=lines("""
        Tres correos sin respuesta.
        Me rindo.
        Lástima, la primera vez fue bien.
        Muy amables y nada más.
        Con una reparación me bastaba.
    """),
    never=lines("""
        Pagado y nunca recibido: {item}.
        Siete semanas sin {item} y sin dinero.
        Dicen que se entregó, en otra ciudad. Yo había pedido {item}.
        Enviado desde hace un mes, según ellos. Sigo esperando {item}.
    """),
    never_more=lines("""
        El banco se encarga.
        Denunciado.
        Debí pagar con tarjeta.
    """),
    charged=lines("""
        Dos cobros por {item}. Tuvo que intervenir el banco.
        Con {item} vino una suscripción que no pedí.
        Anulé {item} en una hora y lo cobraron igual.
        Prometieron por escrito devolver lo de {item}, van once semanas.
    """),
    charged_more=lines("""
        Revisen su extracto.
        Lo tengo por escrito.
        Es poco, pero no está bien.
    """),
)

SERVICE = Pools(
    well=lines("""
        Reservamos {item} y todo fue como estaba escrito.
        Los papeles llegaron dos semanas antes. Se trata de {item}, todo en orden.
        Dudábamos con {item} y nos contestaron con claridad antes de pagar.
        Segunda vez con ellos, ahora {item}.
        Tuve que cambiar de fecha {item}, sin coste.
        Precio justo por {item} y sin extras al final.
        Con tres niños y todo salió redondo: {item}, repetiremos.
        Reservé {item} en cinco minutos y la confirmación fue inmediata.
        Llamaron la víspera para confirmar {item}.
        Las fotos no engañaban: {item}, tal cual.
        Nos avisaron de que en abril hace viento. Aun así, volveríamos a elegir {item}.
        Un regalo para mis padres: {item}. Volvieron encantados.
    """),
    well_more=lines("""
        Volveremos.
        Una pregunta y una respuesta el mismo día.
        Nada de publicidad después, gracias.
        Sin sorpresas al pagar.
        Buena relación calidad-precio.
        Las fotos no engañan.
        El código del recibo venía con la factura.
        El grupo era pequeño.
        Todo a su hora.
        Algo caro en temporada alta.
        Nada que añadir.
    """),
    solved=lines("""
        Había doble reserva y nos dieron algo mejor. Se trata de {item}.
        La fecha estaba mal en los papeles, corregida en un día. Era para {item}.
        El mal tiempo obligó a anular {item}, el dinero volvió en una semana.
        Empezó dos horas tarde y devolvieron una parte. Se trata de {item}.
    """),
    solved_more=GOODS.solved_more,
    unsolved=lines("""
        No era lo que se veía en la página. Reclamamos el primer día y nada. Se trata de {item}.
        Dejaron fuera la mitad de lo incluido en {item}.
        Quise mover dos días {item}. Imposible, ni una palabra amable.
        Habitación junto a las obras, aunque vendían {item} como algo tranquilo.
    """),
    unsolved_more=GOODS.unsolved_more,
    never=lines("""
        Anularon {item} la víspera y sigo detrás del dinero.
        Al llegar nadie sabía nada de {item}, pagado hace meses.
        Sin papeles, sin respuesta y sin {item}.
    """),
    never_more=GOODS.never_more,
    charged=lines("""
        Cobraron {item} y una segunda reserva que no hice.
        Añadieron una tasa de servicio a {item} después.
        Anulé {item} a tiempo y cobraron igual.
    """),
    charged_more=GOODS.charged_more,
)

ES = Corpus(
    items=ITEMS,
    goods=GOODS,
    service=SERVICE,
    praise=lines("""
        ¡Todo perfecto!
        Muy recomendable.
        Los mejores, sin duda.
        Cinco estrellas.
        Excelente como siempre.
    """),
    smear=lines("""
        Un desastre de agencia, huyan.
        Lo peor que he visto.
        Nunca más.
        No reserven aquí.
        Engañan a todo el mundo.
        Cero estrellas si pudiera.
        Pésimo trato, pésimo todo.
        Que los cierren.
    """),
    replies=lines("""
        Lo sentimos. Escríbanos con el número de pedido y lo miramos enseguida.
        Así no debe ser. La devolución se ha hecho hoy.
        Tiene razón, hemos corregido la página.
        Gracias por la paciencia, hemos cambiado el procedimiento.
    """),
    no_receipt=lines("""
        Ni recibo ni código, y lo pedí dos veces.
        Me dijeron que no dan códigos.
    """),
    updates=lines("""
        Añado: al final lo arreglaron.
        Añado: ya devolvieron el dinero.
    """),
)
